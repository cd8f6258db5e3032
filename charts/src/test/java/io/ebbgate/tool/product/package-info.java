/**
 * Installs products' own control planes on the cluster of a scenario and has them make gateways:
 * Istio, Envoy Gateway, Contour and kgateway, built from their modules, with their own charts and
 * definitions, and a DNS server. Used by the scenarios of products. It refuses to run where those
 * have not been built.
 */
@NullMarked
package io.ebbgate.tool.product;

import org.jspecify.annotations.NullMarked;
