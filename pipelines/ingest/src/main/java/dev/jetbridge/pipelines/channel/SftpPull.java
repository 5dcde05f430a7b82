package dev.jetbridge.pipelines.channel;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.config.SftpLimits;
import dev.jetbridge.pipelines.landing.Landing;
import dev.jetbridge.registry.retry.Retry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;

/**
 * Pulls the files of source-aligned products into landing: those whose names fit the contract,
 * delivered up to the as-of instant, and not pulled before (same name, size and time). A file that
 * several contracts take is pulled once. What breaks off is tried again over a new connection; a
 * whole pull ends within its limits.
 */
public record SftpPull(SftpEndpoint endpoint, Landing landing, SftpLimits limits) {
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  /**
   * Pulls for every contract with an SFTP location.
   *
   * @throws JetbridgeException EXTERNAL when the server cannot be reached, refuses the key or takes
   *     too long; CONFIG when its host key differs from the pinned one
   */
  public Pulled pull(List<Contract> contracts, Instant asOf) {
    Map<Source, List<Contract>> served =
        contracts.stream()
            .collect(Collectors.groupingBy(this::source, LinkedHashMap::new, Collectors.toList()));
    List<SftpFolder> folders =
        served.entrySet().stream()
            .map(f -> new SftpFolder(f.getKey().location(), f.getValue(), limits.tries()))
            .toList();
    Instant end = Instant.now().plus(limits.pull());
    Retry.Tries tries =
        Retry.times(limits.tries(), limits.pause(), LONGEST_PAUSE).within(limits.pull()).begin();
    while (folders.stream().anyMatch(folder -> !folder.done())) {
      int before = settled(folders);
      IOException failure = null;
      try (SftpConnection connection = SftpConnection.open(endpoint, limits, end)) {
        for (SftpFolder folder : folders) {
          if (!folder.done()) {
            folder.pull(connection.client(), landing, asOf);
          }
        }
      } catch (IOException e) {
        failure = e;
      }
      boolean forward = settled(folders) > before;
      if (forward) {
        tries.goneForward();
      }
      boolean more = forward ? !isOver(end) : tries.again();
      if (failure != null && (isFinal(failure) || !more)) {
        throw failed(failure, end, files(folders));
      }
    }
    return folders.stream().map(SftpFolder::pulled).reduce(new Pulled(0, 0), Pulled::plus);
  }

  /** A folder of which the files go into one landing. */
  private record Source(SftpLocation location, String landing) {}

  private Source source(Contract contract) {
    return new Source(SftpLocation.of(contract), landing.root(contract.id()));
  }

  private static int settled(List<SftpFolder> folders) {
    return folders.stream().mapToInt(SftpFolder::settled).sum();
  }

  private static int files(List<SftpFolder> folders) {
    return folders.stream().map(SftpFolder::pulled).mapToInt(Pulled::files).sum();
  }

  /** A key that is refused is refused again, and some servers count. */
  private static boolean isFinal(IOException failure) {
    return failure instanceof SshException refused
        && refused.getDisconnectCode()
            == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE;
  }

  private static boolean isOver(Instant end) {
    return !Instant.now().isBefore(end);
  }

  private JetbridgeException failed(IOException cause, Instant end, int files) {
    return new JetbridgeException(
        FailureKind.EXTERNAL,
        "Cannot pull from "
            + endpoint
            + ": "
            + (isOver(end)
                ? "it took longer than " + limits.pull().toMinutes() + " min (sftp.pull-minutes)"
                : SftpConnection.inWords(cause, limits))
            + (files == 0 ? "" : "; " + files + " files were taken before and stay in landing")
            + (isFinal(cause) ? "" : "; the next run goes on where this one ended"),
        cause);
  }
}
