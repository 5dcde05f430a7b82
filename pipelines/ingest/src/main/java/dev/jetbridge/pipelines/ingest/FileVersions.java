package dev.jetbridge.pipelines.ingest;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.SourceFormat;
import dev.jetbridge.pipelines.ingest.format.FileCheck;
import dev.jetbridge.pipelines.landing.LandedFile;
import dev.jetbridge.pipelines.landing.Printable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Says of files whose content or name came before what they mean, in a product without a key, where
 * no record tells that it is another one anew. A content counts once, whatever its name and
 * compression. Of contents under one name of one sender the contract says what they are; names are
 * compared exactly. The outcome depends on the times of the sender, not on who arrives first.
 */
final class FileVersions {
  private static final Comparator<LandedFile> OLDEST_FIRST =
      Comparator.comparing((LandedFile file) -> Instant.parse(file.sent()))
          .thenComparing(LandedFile::name)
          .thenComparing(LandedFile::hash);

  private final Contract contract;
  private final SourceFormat.FileVersions policy;
  private final FileHistory history;
  private List<TakenFile> taken;

  FileVersions(Contract contract, FileHistory history) {
    this.contract = contract;
    this.policy = contract.source().orElseThrow().fileVersions();
    this.history = history;
  }

  /**
   * What becomes of files.
   *
   * @param checks those that are read, and those that are refused
   * @param settled accounts of those of which nothing is read
   * @param replaced files of earlier runs whose rows have to go
   */
  record Decision(List<FileCheck> checks, List<FileAccount> settled, List<TakenFile> replaced) {
    Decision {
      checks = List.copyOf(checks);
      settled = List.copyOf(settled);
      replaced = List.copyOf(replaced);
    }

    /** The accounts of what is not read. */
    List<FileAccount> accounts() {
      List<FileAccount> accounts = new ArrayList<>(settled);
      replaced.forEach(t -> accounts.add(FileAccount.replaced(t.file(), t.records(), t.content())));
      return accounts;
    }
  }

  /**
   * Decides.
   *
   * @param fromZero whether the files are all there are, and replace the table
   */
  Decision decide(List<FileCheck> checks, boolean fromZero) {
    List<FileCheck> readable = checks.stream().filter(c -> !c.refused()).toList();
    if (!contract.key().isEmpty() || readable.isEmpty()) {
      return new Decision(checks, List.of(), List.of());
    }
    return new Deciding(readable, fromZero).among(checks);
  }

  /** Asked once: staging again is about the same files, or fewer. */
  private List<TakenFile> taken(List<FileCheck> files) {
    if (taken == null) {
      taken =
          history.like(
              files.stream().map(f -> f.file().name()).collect(Collectors.toSet()),
              files.stream().map(FileCheck::contentHash).collect(Collectors.toSet()));
    }
    return taken;
  }

  private final class Deciding {
    private final boolean fromZero;
    private final List<FileCheck> files;
    private final Map<String, TakenFile> known = new HashMap<>();
    private final Map<String, FileAccount> settled = new LinkedHashMap<>();
    private final Map<String, FileCheck> judged = new HashMap<>();
    private final Set<String> dropped = new HashSet<>();
    private final List<TakenFile> replaced = new ArrayList<>();

    Deciding(List<FileCheck> readable, boolean fromZero) {
      this.fromZero = fromZero;
      this.files = new ArrayList<>(readable);
      this.files.sort(Comparator.comparing(FileCheck::file, OLDEST_FIRST));
      taken(readable).forEach(t -> known.put(t.file().hash(), t));
    }

    Decision among(List<FileCheck> checks) {
      equalContents();
      if (policy != SourceFormat.FileVersions.ADD) {
        byName().values().forEach(this::versions);
      }
      List<FileCheck> kept = new ArrayList<>();
      for (FileCheck check : checks) {
        String hash = check.file().hash();
        if (!settled.containsKey(hash) && !dropped.contains(hash)) {
          kept.add(judged.getOrDefault(hash, check));
        }
      }
      return new Decision(kept, List.copyOf(settled.values()), replaced);
    }

    private void equalContents() {
      Map<String, LandedFile> holders = new HashMap<>();
      known.values().stream()
          .sorted(Comparator.comparing(TakenFile::file, OLDEST_FIRST))
          .forEach(t -> holders.putIfAbsent(t.content(), t.file()));
      for (FileCheck file : files) {
        if (known.containsKey(file.file().hash())) {
          continue;
        }
        LandedFile holder = holders.putIfAbsent(file.contentHash(), file.file());
        if (holder != null) {
          settled.put(
              file.file().hash(),
              FileAccount.known(
                  file,
                  "it has the content of " + Printable.of(holder.name()) + " and counts once"));
        }
      }
    }

    /** A version of a name: one of an earlier run, one of this, or one of both that is replayed. */
    private record Version(LandedFile file, FileCheck check, TakenFile taken) {}

    private Map<String, List<Version>> byName() {
      Map<String, List<Version>> names = new TreeMap<>();
      Set<String> here = new HashSet<>();
      for (FileCheck file : files) {
        if (!settled.containsKey(file.file().hash())) {
          here.add(file.file().hash());
          add(names, new Version(file.file(), file, known.get(file.file().hash())));
        }
      }
      known.values().stream()
          .filter(t -> !here.contains(t.file().hash()))
          .forEach(t -> add(names, new Version(t.file(), null, t)));
      names.values().removeIf(versions -> versions.size() == 1);
      return names;
    }

    private static void add(Map<String, List<Version>> names, Version version) {
      names
          .computeIfAbsent(
              version.file().sender() + "\u0000" + version.file().name(), k -> new ArrayList<>())
          .add(version);
    }

    private void versions(List<Version> versions) {
      List<Version> fresh = versions.stream().filter(v -> v.taken() == null).toList();
      if (fresh.isEmpty() && !(fromZero && policy == SourceFormat.FileVersions.REPLACE)) {
        return;
      }
      if (policy == SourceFormat.FileVersions.REFUSE) {
        boolean none = fresh.size() == versions.size();
        // Among new ones the oldest is the one that was there first.
        fresh.stream().sorted(OLDEST_FIRST_VERSION).skip(none ? 1 : 0).forEach(this::refuse);
      } else {
        replace(versions);
      }
    }

    private void refuse(Version version) {
      judged.put(
          version.file().hash(),
          FileCheck.refused(
              version.file(),
              "version: a file of this name was taken before, with other content; records that both"
                  + " have would count twice. State what a second version means, under"
                  + " customProperties: - {property: fileVersions, value: replace}, or add for a"
                  + " sender who uses a name again; then jetbridge quarantine replay "
                  + contract.id(),
              "whole file"));
    }

    private void replace(List<Version> versions) {
      Instant newest = versions.stream().map(v -> sent(v)).max(Instant::compareTo).orElseThrow();
      List<Version> last =
          versions.stream()
              .filter(v -> sent(v).equals(newest))
              .sorted(
                  Comparator.comparing((Version v) -> v.taken() == null)
                      .thenComparing(OLDEST_FIRST_VERSION))
              .toList();
      Version winner = last.get(0);
      last.stream().skip(1).filter(v -> v.taken() == null).forEach(v -> tied(v, newest));
      boolean anew = winner.taken() == null || fromZero;
      int before = replaced.size();
      for (Version version : versions) {
        if (version.equals(winner) || judged.containsKey(version.file().hash())) {
          continue;
        }
        if (version.taken() == null || fromZero) {
          settled.put(
              version.file().hash(),
              FileAccount.superseded(
                  version.check(), "a newer version of it was taken; its records are superseded"));
        } else if (anew) {
          replaced.add(version.taken());
          dropped.add(version.file().hash());
        }
      }
      if (replaced.size() > before) {
        judged.put(
            winner.file().hash(), winner.check().warned("it took the place of its older version"));
      }
    }

    private void tied(Version version, Instant time) {
      judged.put(
          version.file().hash(),
          FileCheck.refused(
              version.file(),
              "version: a version of it with the same time, "
                  + time
                  + ", was taken, and it is not known which one is newer; have it sent again with a"
                  + " later time",
              "whole file"));
    }

    private static Instant sent(Version version) {
      return Instant.parse(version.file().sent());
    }

    private static final Comparator<Version> OLDEST_FIRST_VERSION =
        Comparator.comparing(Version::file, OLDEST_FIRST);
  }
}
