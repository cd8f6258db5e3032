package io.ebbgate.webhook.command;

import io.ebbgate.certs.dev.DevCertificates;
import io.ebbgate.certs.issue.InvalidCertificateException;
import io.ebbgate.core.config.ConfigException;
import io.ebbgate.core.config.DurationText;
import io.ebbgate.core.config.TextCursor;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Issues a CA and a serving certificate for a laptop, the demo and tests. */
@Command(
    name = "dev",
    description =
        "Writes ca.crt (a new CA certificate), tls.crt (a serving certificate) and tls.key for"
            + " development; nothing in a cluster uses them.")
final class CertsDevCommand implements Callable<Integer> {
  private static final String VALIDITY = "days such as 30d, or a duration such as 12h";

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder for the files.")
  private Path out = Path.of(".");

  @Option(
      names = "--name",
      required = true,
      arity = "1..*",
      paramLabel = "NAME",
      description = "Host names and IP addresses of the server.")
  private List<String> names = List.of();

  @Option(
      names = "--validity",
      paramLabel = "TIME",
      converter = ValidityConverter.class,
      description = "Validity of both certificates: " + VALIDITY + ". Default: 30d.")
  private Duration validity = Duration.ofDays(30);

  private final PrintStream err;
  private final InstantSource clock;

  CertsDevCommand(PrintStream err, InstantSource clock) {
    this.err = err;
    this.clock = clock;
  }

  @Override
  public Integer call() throws CommandException {
    try {
      DevCertificates.write(out, names, validity, clock);
    } catch (InvalidCertificateException e) {
      throw new CommandException(ConfigException.EXIT_CODE, String.valueOf(e.getMessage()));
    } catch (FileAlreadyExistsException file) {
      throw new CommandException(
          CommandException.CANT_CREATE, out + " is a file; allowed is a folder.");
    } catch (IOException e) {
      throw new CommandException(
          CommandException.CANT_CREATE,
          out + " can't be written: " + e.getClass().getSimpleName() + ".");
    }
    err.printf(
        "Wrote %s, %s and %s to %s.%n",
        DevCertificates.CA_CERTIFICATE, DevCertificates.CERTIFICATE, DevCertificates.KEY, out);
    return 0;
  }

  /** Days, or a duration as in other options. */
  static final class ValidityConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      TextCursor cursor = new TextCursor(text);
      OptionalInt days = cursor.number(5);
      if (days.isPresent() && cursor.skip('d') && cursor.atEnd()) {
        return Duration.ofDays(days.getAsInt());
      }
      return DurationText.parse(text)
          .orElseThrow(() ->
              new TypeConversionException(
                  "--validity is \"" + text + "\"; allowed is " + VALIDITY + "."));
    }
  }
}
