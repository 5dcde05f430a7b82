package dev.jetbridge.pipelines.channel.registration;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.ContractJudge;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.Finding;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.NearestName;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.SourceFormat;
import dev.jetbridge.pipelines.channel.ChannelKind;
import dev.jetbridge.pipelines.channel.FolderChannel;
import dev.jetbridge.pipelines.channel.SftpChannel;
import dev.jetbridge.pipelines.channel.dataexchange.DataExchangeChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The kinds of channels that contracts may name, in the order in which a run asks them. */
public final class ChannelKinds implements ContractJudge {
  private static final List<ChannelKind> BUNDLED =
      List.of(
          new ChannelKind(SftpChannel.WORD, SftpChannel::new),
          new ChannelKind(
              DataExchangeChannel.WORD, DataExchangeChannel::new, DataExchangeChannel::findings),
          new ChannelKind(FolderChannel.WORD, FolderChannel::new));

  /** Nothing is pulled from there: the folder of the files is named when they are taken. */
  private static final String OBJECT_STORE = "s3";

  private final List<ChannelKind> all;
  private final Set<String> words = new TreeSet<>();

  private ChannelKinds(List<ChannelKind> all) {
    this.all = List.copyOf(all);
    for (ChannelKind kind : all) {
      if (!words.add(kind.word())) {
        throw new JetbridgeException(
            FailureKind.INTERNAL,
            "Cannot register channel " + kind.word() + ": two channels have this name");
      }
    }
    words.add(OBJECT_STORE);
  }

  /** Those of the program. */
  public static ChannelKinds bundled() {
    return bundledAnd();
  }

  /**
   * Those of the program and others.
   *
   * @throws JetbridgeException INTERNAL when two have the same word
   */
  public static ChannelKinds bundledAnd(ChannelKind... others) {
    List<ChannelKind> all = new ArrayList<>(BUNDLED);
    all.addAll(List.of(others));
    return new ChannelKinds(all);
  }

  List<ChannelKind> all() {
    return all;
  }

  /** What is wrong in how a contract says that its files come. */
  @Override
  public List<Finding> findings(Contract contract, Optional<Set<ProductId>> products) {
    Optional<String> word = contract.source().map(SourceFormat::channel);
    if (word.isEmpty()) {
      return List.of();
    }
    if (!words.contains(word.get())) {
      return List.of(
          Finding.ofServer(
              "serviceName",
              "unknown channel " + word.get() + NearestName.hint(word.get(), words)));
    }
    return all.stream()
        .filter(kind -> kind.word().equals(word.get()))
        .flatMap(kind -> kind.findings().apply(contract).stream())
        .toList();
  }
}
