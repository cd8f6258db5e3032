package io.ebbgate.webhook.review;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the profiles of this version take for a gateway, and what not. */
class DetectionTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [{name: istio-proxy, image: proxyv2, args: [proxy, router]}]                                    | injected
          [{name: app, command: [router]}, {name: istio-proxy, image: proxyv2, args: [proxy, sidecar]}]   | no_profile
          [{name: app, image: my/proxyv2-plugin, args: [router]}, {name: istio-proxy, args: [sidecar]}]   | no_profile
          [{name: envoy}, {name: shutdown-manager, image: 'projectcontour/contour:1', args: [x]}]         | own_drain_manager
          [{name: contour, image: 'projectcontour/contour:1', args: [serve, shutdown-manager]}]           | no_profile
          [{name: agentgateway, image: cr.agentgateway.dev/agentgateway}]                                 | excluded_product
          [{name: web, image: cr.example/agentgateway-ui}, {name: agentgateway-ui}]                       | no_profile
          [{name: nginx, image: ghcr.io/nginx/nginx-gateway-fabric/nginx}]                                | excluded_product
          [{name: cilium-envoy, image: quay.io/cilium/cilium-envoy}]                                      | excluded_product
          [{name: istio-proxy, image: proxyv2, args: [proxy, waypoint]}]                                  | mode_report
          [{name: app, args: [waypoint]}, {name: istio-proxy, image: proxyv2, args: [proxy, sidecar]}]    | no_profile
          [{name: gateway-runtime, image: 'ghcr.io/wso2/api-platform/gateway-runtime:1.2.0'}]             | injected
          [{name: event-gateway-runtime, image: 'ghcr.io/wso2/api-platform/event-gateway-runtime:1'}]     | no_profile
          [{name: gateway-runtime, image: example.org/api/runtime}]                                       | no_profile
          [{name: kgateway, image: 'cr.kgateway.dev/kgateway-dev/kgateway:v2.1.0'}]                       | no_profile
          [{name: kgateway-proxy, image: example.org/proxy}]                                              | no_profile
          [{name: gloo, image: 'solo-io/gloo:1'}, {name: envoy-sidecar, image: 'gloo-envoy-wrapper:1'}]   | no_profile
          [{name: gloo-gateway, image: 'quay.io/solo-io/gloo-envoy-wrapper:1'}]                           | mode_report
          [{name: emissary-ingress, image: 'ghcr.io/emissary-ingress/emissary:3.10.0'}]                   | mode_report
          [{name: emissary-apiext, image: 'ghcr.io/emissary-ingress/emissary:3.10.0'}]                    | no_profile
          [{name: higress-gateway, image: 'higress/gateway:2', args: [proxy, router]}]                    | mode_report
          [{name: higress-core, image: 'higress/higress:2', args: [serve]}, {name: discovery}]            | no_profile
          [{name: app, args: [router]}, {name: higress-gateway, image: x}]                                | no_profile
          [{name: app}, {name: consul-dataplane, image: hashicorp/consul-dataplane}]                      | no_profile
          [{name: kuma-gateway, image: 'kumahq/kuma-dp:2.14.3'}]                                          | mode_report
          [{name: app}, {name: kuma-sidecar, image: 'kumahq/kuma-dp:2.14.3', args: [run]}]                | no_profile
          """)
  void countsArgumentsAndImagesOfTheGatewaysContainerOnly(String containers, String reason) {
    var pod = Reviewed.pod("{spec: {containers: " + containers + "}}");

    assertThat(Reviewed.of(pod).reason().wireName()).isEqualTo(reason);
  }

  /** Labels and annotations that a mesh's injector or a user writes on an application's pod. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          annotations: {kuma.io/gateway: enabled}                    | {name: kuma-sidecar, image: kumahq/kuma-dp}
          annotations: {kuma.io/sidecar-injected: 'true'}            | {name: kuma-sidecar, image: kumahq/kuma-dp}
          annotations: {consul.hashicorp.com/connect-inject: 'true'} | {name: consul-dataplane, image: consul-dataplane, args: [-graceful-addr=127.0.0.1]}
          labels: {istio.io/use-waypoint: waypoint}                  | {name: istio-proxy, image: proxyv2, args: [proxy, sidecar]}
          labels: {app: higress-gateway}                             | {name: istio-proxy, image: proxyv2, args: [proxy, sidecar]}
          labels: {gloo: gateway-proxy-access-logger}                | {name: access-logger, image: solo-io/access-logger}
          labels: {product: aes}                                     | {name: agent, image: ambassador/agent}
          labels: {app.kubernetes.io/component: gateway-runtime}     | {name: istio-proxy, image: proxyv2, args: [proxy, sidecar]}
          labels: {kgateway: kube-gateway}                           | {name: istio-proxy, image: proxyv2, args: [proxy, sidecar]}
          """)
  void takesNoApplicationWithASidecarForAGateway(String metadata, String sidecar) {
    var pod =
        Reviewed.pod(
            "{metadata: {%s}, spec: {containers: [{name: app, image: example.org/app}, %s]}}"
                .formatted(metadata, sidecar));

    assertThat(Reviewed.of(pod).reason().wireName()).isEqualTo("no_profile");
  }
}
