package io.ebbgate.webhook.command;

import picocli.CommandLine.Command;

/** {@code ebbgate certs}: groups the commands that issue certificates. */
@Command(name = "certs", synopsisSubcommandLabel = "dev", description = "Issues certificates.")
final class CertsCommand {}
