package io.ebbgate.webhook.command;

import picocli.CommandLine.Command;

/** Certificates by hand. */
@Command(
    name = "certs",
    synopsisSubcommandLabel = "dev",
    description = "Makes certificates by hand.")
final class CertsCommand {}
