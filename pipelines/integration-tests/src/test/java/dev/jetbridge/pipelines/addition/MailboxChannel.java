package dev.jetbridge.pipelines.addition;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.pipelines.channel.Channel;
import dev.jetbridge.pipelines.channel.ChannelKind;
import dev.jetbridge.pipelines.channel.Pulled;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Files that somebody was sent: the last one of each name. */
final class MailboxChannel implements Channel {
  static final Map<String, String> MAILBOX = new ConcurrentHashMap<>();

  private static final String WORD = "mailbox";

  private final Workspace workspace;

  private MailboxChannel(Workspace workspace) {
    this.workspace = workspace;
  }

  /** Its registration. */
  static ChannelKind registration() {
    return new ChannelKind(WORD, MailboxChannel::new);
  }

  @Override
  public String step() {
    return "Opening the mailbox";
  }

  @Override
  public boolean serves(Contract contract) {
    return contract.source().filter(source -> source.channel().equals(WORD)).isPresent();
  }

  @Override
  public Optional<String> missing() {
    return Optional.empty();
  }

  @Override
  public Pulled pull(List<Contract> contracts, Instant asOf) {
    int files = 0;
    long bytes = 0;
    for (Contract contract : contracts) {
      for (Map.Entry<String, String> letter : MAILBOX.entrySet()) {
        byte[] content = letter.getValue().getBytes(StandardCharsets.UTF_8);
        workspace
            .landing()
            .take(
                contract.id(),
                letter.getKey(),
                contract.source().orElseThrow().location(),
                asOf,
                () -> new ByteArrayInputStream(content));
        files++;
        bytes += content.length;
      }
    }
    return new Pulled(files, bytes);
  }
}
