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
          """)
  void countsArgumentsAndImagesOfTheGatewaysContainerOnly(String containers, String reason) {
    var pod = Reviewed.pod("{spec: {containers: " + containers + "}}");

    assertThat(Reviewed.of(pod).reason().wireName()).isEqualTo(reason);
  }
}
