package dev.jetbridge.pipelines.channel;

import dev.jetbridge.contracts.SourceFormat;
import dev.jetbridge.contracts.SourceFormat.Algorithm;
import dev.jetbridge.contracts.SourceFormat.Companions;
import dev.jetbridge.contracts.SourceFormat.ControlFile;
import dev.jetbridge.pipelines.landing.Landing;
import dev.jetbridge.pipelines.landing.Promise;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files in which a sender says what another file holds: a control file of lines {@code
 * key=value}, and a checksum as {@code sha256sum} and {@code md5sum} write it.
 */
final class PromiseFiles {
  /** Bytes that such a file may have. */
  private static final int LARGEST = 1 << 16;

  private static final int MD5_DIGITS = 32;
  private static final int SHA_256_DIGITS = 64;

  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
  private static final Pattern CHECKSUM = Pattern.compile("\\\\?([0-9a-fA-F]+)(?: [ *](.+))?");

  private final Companions companions;

  PromiseFiles(SourceFormat source) {
    this.companions = source.companions();
  }

  /** Whether a file of this name speaks of another one. */
  boolean speaksOfAnother(String name) {
    return suffixes().anyMatch(name::endsWith);
  }

  /** The files that must be there before a file is taken and are not. */
  List<String> missing(String name, Predicate<String> there) {
    return companions(name).stream().filter(n -> !there.test(n)).toList();
  }

  /** The files that speak of a file. */
  List<String> companions(String name) {
    return suffixes().map(suffix -> name + suffix).toList();
  }

  /**
   * What is said of a file.
   *
   * @param open opens a file beside it by its name
   */
  Promise read(String name, Function<String, Landing.Source> open) throws IOException {
    Promise promise = Promise.NONE;
    if (companions.control().isPresent()) {
      ControlFile control = companions.control().get();
      promise = control(control, name + control.suffix(), text(open, name + control.suffix()));
    }
    if (companions.checksum().isPresent() && promise.fault() == null) {
      SourceFormat.ChecksumFile checksum = companions.checksum().get();
      String file = name + checksum.suffix();
      promise = checksum(checksum.algorithm(), name, file, text(open, file), promise);
    }
    return promise;
  }

  private Stream<String> suffixes() {
    return Stream.concat(
        companions.control().map(ControlFile::suffix).stream(),
        companions.checksum().map(SourceFormat.ChecksumFile::suffix).stream());
  }

  /** The text of such a file; empty when it is too large for one. */
  private static Optional<String> text(Function<String, Landing.Source> open, String file)
      throws IOException {
    try (InputStream in = open.apply(file).open()) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      return bytes.length > LARGEST
          ? Optional.empty()
          : Optional.of(new String(bytes, StandardCharsets.UTF_8).replace("\uFEFF", ""));
    }
  }

  static Promise control(ControlFile control, String file, Optional<String> text) {
    Map<String, String> values = new HashMap<>();
    for (String line : text.orElse("").lines().toList()) {
      int end = separator(line);
      String key = line.substring(0, end).strip();
      if (end < line.length() && !key.isEmpty() && key.indexOf('#') < 0) {
        values.put(key.toLowerCase(Locale.ROOT), line.substring(end + 1).strip());
      }
    }
    for (String key : stated(control).toList()) {
      if (!values.containsKey(key.toLowerCase(Locale.ROOT))) {
        return Promise.unclear("its control file " + file + " has no line " + key + "=…");
      }
    }
    for (String key :
        Stream.of(control.records(), control.bytes()).flatMap(Optional::stream).toList()) {
      if (!NUMBER.matcher(value(values, key)).matches()) {
        return Promise.unclear("its control file " + file + " has no whole number under " + key);
      }
    }
    for (String key :
        Stream.of(control.md5(), control.sha256()).flatMap(Optional::stream).toList()) {
      int digits = control.md5().filter(key::equals).isPresent() ? MD5_DIGITS : SHA_256_DIGITS;
      if (!value(values, key).matches("[0-9a-fA-F]{" + digits + "}")) {
        return Promise.unclear("its control file " + file + " has no digest under " + key);
      }
    }
    return new Promise(
        control.records().map(key -> Long.valueOf(value(values, key))).orElse(null),
        control.bytes().map(key -> Long.valueOf(value(values, key))).orElse(null),
        control.md5().map(key -> value(values, key).toLowerCase(Locale.ROOT)).orElse(null),
        control.sha256().map(key -> value(values, key).toLowerCase(Locale.ROOT)).orElse(null),
        null);
  }

  /** The first {@code =} or {@code :} of a line; its end when it has none. */
  private static int separator(String line) {
    int at = 0;
    while (at < line.length() && line.charAt(at) != '=' && line.charAt(at) != ':') {
      at++;
    }
    return at;
  }

  private static Stream<String> stated(ControlFile control) {
    return Stream.of(control.records(), control.bytes(), control.md5(), control.sha256())
        .flatMap(Optional::stream);
  }

  private static String value(Map<String, String> values, String key) {
    return values.get(key.toLowerCase(Locale.ROOT));
  }

  /** A line that names the file, or the one line that names none. */
  private static Promise checksum(
      Algorithm algorithm, String name, String file, Optional<String> text, Promise promise) {
    for (String line : text.orElse("").lines().toList()) {
      Matcher entry = CHECKSUM.matcher(line);
      if (entry.matches()
          && entry.group(1).length() == (algorithm == Algorithm.MD5 ? MD5_DIGITS : SHA_256_DIGITS)
          && (entry.group(2) == null || entry.group(2).equals(name))) {
        String digest = entry.group(1).toLowerCase(Locale.ROOT);
        boolean md5 = algorithm == Algorithm.MD5;
        return new Promise(
            promise.records(),
            promise.bytes(),
            md5 ? digest : promise.md5(),
            md5 ? promise.sha256() : digest,
            null);
      }
    }
    return Promise.unclear("its checksum file " + file + " has no " + algorithm.label() + " of it");
  }
}
