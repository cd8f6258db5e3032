package io.ebbgate.system.chart;

import io.ebbgate.tool.chart.HelmChart;
import java.util.List;

/** Values as people give them, each a whole file. */
final class ValueSets {
  static final String CERT_MANAGER = "tls: {mode: cert-manager}";
  static final String PROVIDED =
      """
      tls:
        mode: provided
        provided:
          secretName: webhook-certificate
          caBundle: |
            -----BEGIN CERTIFICATE-----
            MIIBszCCAVmgAwIBAgIUQ0ViYmdhdGU=
            -----END CERTIFICATE-----
      """;
  static final String MONITORED =
      """
      serviceMonitor: {enabled: true}
      podMonitor: {enabled: true}
      prometheusRule: {enabled: true}
      dashboards: {enabled: true, annotations: {grafana_folder: Gateways}}
      """;
  static final String FAIL =
      """
      replicas: 3
      webhook: {failurePolicy: Fail, timeoutSeconds: 10, namespaces: labelled}
      networkPolicy: {egress: {enabled: true}}
      admission: {clientCA: {configMapName: api-server-ca, key: clients.pem}}
      """;
  static final String HOST_NETWORK =
      """
      hostNetwork: true
      ports: {admission: 9443, operations: 9444}
      networkPolicy: {enabled: false}
      """;
  static final String FULL =
      """
      image:
        registry: registry.example/edge
        repository: webhook
        digest: sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
        pullSecrets: [registry]
      sidecar:
        style: classic
        image: {tag: "2.0"}
        pullSecrets: [registry, other]
        resources:
          requests: {cpu: 0.02, memory: 96Mi, ephemeral-storage: none}
          limits: {cpu: 1, memory: 96Mi, ephemeral-storage: 64Mi}
      mode: report
      strict: true
      defaults:
        drainTimeout: 2m
        minDrain: 10s
        quietPeriod: 3s
        maxAnnounce: 20s
        holdUntil: condition=example.com/registered
        idleLinger: 0s
        unreadyAfter: 5s
        backgroundConnections: 0.5
        closeListeners: never
        exitConnections: 0
        maxGrace: 25s
        forceClose: "off"
        spread: 1s
        gatewayExit: 2s
        stopOrder: executor:9003
      profiles:
        - name: house-gateway
          treatment: inject
          says: ""
          container: gateway
          admin: 127.0.0.1:9901
          needed: 2
          tried: {image: /house-gateway, versions: ["3.1"]}
          evidence: [{label: app=house-gateway, weight: 2}]
          ignoredPorts: [9000]
          settings: {gateway-exit: 3s}
          releaseCall: 127.0.0.1:15020/drain
          managerHook: {container: manager, path: /healthz, port: 8090}
          sets:
            env: {env: {DRAIN_SECONDS: "0", ADMIN: {value: "true", replaces: ["false"]}}}
            agent:
              annotations: {stats: {element: cx_active, inherited: {env: CONFIG, pointer: /list}}}
              options: {--drain-strategy: immediate}
      tls: {self: {caLifetime: 24h, leafLifetime: 1h, caPropagation: 10s}}
      webhook:
        excludedNamespaces: [databases]
        namespaceSelector: [{key: tier, operator: In, values: [edge]}]
        objectSelector: [{key: canary, operator: DoesNotExist}]
        matchConditions: [{name: not-mine, expression: "request.userInfo.username != 'me'"}]
        annotations: {example.com/owner: platform}
      env:
        - {name: OTEL_EXPORTER_OTLP_ENDPOINT, value: "http://collector.observability:4318"}
        - name: OTEL_EXPORTER_OTLP_HEADERS
          valueFrom: {secretKeyRef: {name: collector, key: headers}}
      admission: {clientCA: {secretName: api-server-ca}}
      networkPolicy:
        ingress:
          admissionFrom: [{ipBlock: {cidr: 192.0.2.0/28, except: [192.0.2.9/32]}}]
          operationsFrom:
            - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: monitoring}}
              podSelector: {matchExpressions: [{key: app, operator: In, values: [prometheus]}]}
        egress:
          rules:
            - ports: [{port: 4318}]
              to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: observability}}}]
            - ports: [{port: 53, protocol: UDP}]
      stopDelaySeconds: 20
      podSecurityContext: {runAsUser: 1000650000, runAsGroup: null, fsGroup: ''}
      priorityClassName: ""
      podLabels: {team: edge}
      podAnnotations: {example.com/scrape: "no"}
      nodeSelector: {pool: system}
      tolerations: [{key: system, operator: Exists, effect: NoSchedule}]
      affinity: {nodeAffinity: {}}
      serviceAccount: {create: false, name: existing}
      prometheusRule:
        enabled: true
        runbookUrl: https://example.com/runbooks/
        dashboardUrl: https://example.com/d/ebbgate
        labels: {release: prometheus}
      test: {enabled: false}
      """;

  private ValueSets() {}

  static List<String> all() {
    return List.of(
        HelmChart.NO_VALUES, CERT_MANAGER, PROVIDED, MONITORED, FAIL, HOST_NETWORK, FULL);
  }
}
