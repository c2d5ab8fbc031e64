package health.vigil.local.audit;

import picocli.CommandLine.Command;

/// `./vigil audit`
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = "The audit trail: who saw and changed what.",
        subcommands = {VerifyAudit.class, ExportAudit.class},
        synopsisSubcommandLabel = "COMMAND")
public final class AuditCommand {}
