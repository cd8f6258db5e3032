/**
 * A gateway runtime of one container, as WSO2's is: a script that starts Envoy, a policy engine and
 * an executor and ends them in order. {@link io.ebbgate.tool.wso2.RuntimeMain} has the two programs
 * beside Envoy; {@link io.ebbgate.tool.wso2.RuntimeRestart} rolls such gateways and records what
 * was lost. All of it is this project's own: it has the contract of WSO2's runtime, none of its
 * code.
 */
@NullMarked
package io.ebbgate.tool.wso2;

import org.jspecify.annotations.NullMarked;
