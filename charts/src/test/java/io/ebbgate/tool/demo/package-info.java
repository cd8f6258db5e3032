/**
 * The demo, {@code mvn -Pdemo}: two rolling restarts of real Envoys under load, one without Ebbgate
 * and one with it, and their table, timeline and result file. Users run it; tests use its gateway
 * manifest, pods and webhook process, and the picture of the dashboard and of the comparison its
 * SVG. It refuses options out of range and a build without the programs' jars, and fails where a
 * check does.
 */
@NullMarked
package io.ebbgate.tool.demo;

import org.jspecify.annotations.NullMarked;
