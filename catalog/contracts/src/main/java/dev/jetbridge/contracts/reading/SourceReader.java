package dev.jetbridge.contracts.reading;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Encodings;
import dev.jetbridge.contracts.HeaderNames;
import dev.jetbridge.contracts.NearestName;
import dev.jetbridge.contracts.ProductKind;
import dev.jetbridge.contracts.SourceFormat;
import dev.jetbridge.contracts.pattern.FileGlob;
import dev.jetbridge.contracts.yaml.Faults;
import dev.jetbridge.contracts.yaml.Labels;
import dev.jetbridge.contracts.yaml.YamlNode;
import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads how the files of a source look: its one server with files, and what ODCS has no key for.
 */
record SourceReader(
    YamlNode root,
    CustomProperties properties,
    List<Column> columns,
    Optional<ProductKind> kind,
    Faults faults) {
  private static final String DEFAULT_ENCODING = "UTF-8";
  private static final Pattern CHANNEL = Pattern.compile("[a-z][a-z0-9-]*");
  private static final String DELIMITER = "delimiter";

  /** The property of what a format takes and no other one does. */
  static final String FORMAT_OPTIONS = "formatOptions";

  /** What some formats take; which of them, each format says itself. */
  private static final List<String> OF_FORMAT =
      List.of(
          "quote",
          "escape",
          "trailer",
          "trimBlanks",
          "header",
          "skipLines",
          "trailingEmptyColumn",
          FORMAT_OPTIONS);

  /** The property that says what a second content under a name means. */
  static final String FILE_VERSIONS = "fileVersions";

  Optional<SourceFormat> source() {
    SourceFormat.Drift drift = new DriftReader(root, properties, columns, kind, faults).drift();
    SourceFormat.Anomalies anomalies = AnomaliesReader.read(properties, kind, faults);
    List<YamlNode> servers = root.list("servers").stream().filter(SourceReader::hasFiles).toList();
    if (kind.isEmpty()) {
      return Optional.empty();
    }
    if (kind.get() != ProductKind.SOURCE_ALIGNED) {
      servers.forEach(
          s ->
              faults.add(
                  s, "only source-aligned products read files; name the products under inputs"));
      Stream.of(
              List.of("encoding", "headerNames", FILE_VERSIONS),
              OF_FORMAT,
              CompanionsReader.PROPERTIES,
              ValueReader.OF_CONTRACT)
          .flatMap(List::stream)
          .forEach(p -> properties.refuse(p, "only source-aligned products have files", faults));
      return Optional.empty();
    }
    if (servers.size() != 1) {
      faults.add(
          root.field("servers").orElse(root),
          "must hold exactly one server of type local, s3 or sftp, or custom with the serviceName"
              + " of a channel and a format, holds "
              + servers.size());
      return Optional.empty();
    }
    return Optional.of(format(servers.get(0), drift, anomalies));
  }

  static boolean hasFiles(YamlNode server) {
    String type = server.textOrEmpty("type");
    return OdcsServers.FILES.contains(type) && (!type.equals("custom") || isOfChannel(server));
  }

  /** A custom server is any service; one that says how its files look is that of a channel. */
  private static boolean isOfChannel(YamlNode server) {
    return server.field("serviceName").isPresent() && server.field("format").isPresent();
  }

  private SourceFormat format(
      YamlNode server, SourceFormat.Drift drift, SourceFormat.Anomalies anomalies) {
    CustomProperties extras = CustomProperties.read(server, CustomProperties.OF_SERVER, faults);
    String format = word(server);
    String location = location(server);
    return new SourceFormat(
        server.textOrEmpty("server"),
        location,
        location.substring(location.lastIndexOf('/') + 1),
        format,
        encoding(),
        headerNames(),
        new CompanionsReader(properties, faults).companions(),
        drift,
        anomalies,
        fileVersions(),
        settings(server, extras));
  }

  private Map<String, Object> settings(YamlNode server, CustomProperties extras) {
    properties.value(FORMAT_OPTIONS, YamlNode.Kind.OBJECT).ifPresent(this::checkOptions);
    Map<String, Object> settings = new TreeMap<>();
    OF_FORMAT.forEach(
        name -> properties.value(name).ifPresent(value -> settings.put(name, value.plain())));
    delimiter(server, extras).ifPresent(value -> settings.put(DELIMITER, value.plain()));
    settings.values().removeIf(Objects::isNull);
    return settings;
  }

  private void checkOptions(YamlNode options) {
    options
        .fields()
        .forEach(
            (name, value) -> {
              if (value.is(YamlNode.Kind.NULL)) {
                faults.add(value, "the option " + name + " has no value");
              }
            });
  }

  private SourceFormat.FileVersions fileVersions() {
    if (columns.stream().anyMatch(Column::isKey)) {
      properties.refuse(
          FILE_VERSIONS, "the product has a key, by which records are compared", faults);
    }
    return properties
        .text(FILE_VERSIONS)
        .flatMap(
            word ->
                Labels.find(
                    SourceFormat.FileVersions.values(), SourceFormat.FileVersions::label, word))
        .orElse(SourceFormat.FileVersions.REFUSE);
  }

  private String word(YamlNode server) {
    if (server.field("format").isEmpty()) {
      faults.add(server, "the key format is missing (such as csv)");
    }
    return server.textOrEmpty("format");
  }

  private String location(YamlNode server) {
    String type = server.textOrEmpty("type");
    String key = type.equals("local") ? "path" : "location";
    Optional<YamlNode> node = server.field(key, YamlNode.Kind.TEXT);
    if (node.isEmpty()) {
      if (type.equals("custom") && server.field(key).isEmpty()) {
        faults.add(server, "the key location is missing");
      }
      return "";
    }
    String scheme = type.equals("local") ? "" : channel(server) + "://";
    String location = (type.equals("custom") ? within(server, scheme) : "") + node.get().text();
    int slash = location.lastIndexOf('/');
    if (!location.startsWith(scheme)) {
      faults.add(node.get(), "must begin with " + scheme);
    } else if (location.substring(slash + 1).isBlank() || slash < scheme.length()) {
      faults.add(node.get(), "must be a folder and, after the last /, the glob of the file names");
    } else if (location.substring(0, slash).matches(".*[*?\\[{].*")) {
      faults.add(node.get(), "may have wildcards in the names of files only, not of folders");
    } else {
      checkGlob(node.get(), location.substring(slash + 1));
    }
    return location;
  }

  /** What the location of a custom server is in: the channel, and the data set if it names one. */
  private static String within(YamlNode server, String scheme) {
    return server.text("dataset").map(set -> scheme + set + "/").orElse(scheme);
  }

  /** What files come by; who brings them knows which there are. */
  private String channel(YamlNode server) {
    if (!server.textOrEmpty("type").equals("custom")) {
      return server.textOrEmpty("type");
    }
    String name = server.textOrEmpty("serviceName");
    if (!CHANNEL.matcher(name).matches()) {
      faults.add(
          server.field("serviceName").orElse(server),
          "must be lower case letters, digits and hyphens: it names the channel of the files");
    }
    return name;
  }

  private void checkGlob(YamlNode node, String glob) {
    FileGlob.fault(glob)
        .ifPresent(f -> faults.add(node, "is not a glob of file names: " + glob + ": " + f));
  }

  private Optional<YamlNode> delimiter(YamlNode server, CustomProperties extras) {
    Optional<YamlNode> node = server.field(DELIMITER, YamlNode.Kind.TEXT);
    Optional<YamlNode> extra = extras.value(DELIMITER, YamlNode.Kind.TEXT);
    if (node.isPresent() && extra.isPresent()) {
      faults.add(extra.get(), "the delimiter is given twice");
    }
    node.ifPresent(n -> CustomProperties.CHARACTER.check(n, faults));
    return node.or(() -> extra);
  }

  private String encoding() {
    Optional<YamlNode> node = properties.value("encoding", YamlNode.Kind.TEXT);
    if (node.isEmpty()) {
      return DEFAULT_ENCODING;
    }
    String name = node.get().text();
    Optional<Charset> charset = Encodings.named(name);
    if (charset.isEmpty()) {
      faults.add(
          node.get(),
          "unknown encoding "
              + name
              + NearestName.of(name, Charset.availableCharsets().keySet())
                  .map(n -> "; did you mean " + n + "?")
                  .orElse(""));
      return DEFAULT_ENCODING;
    }
    Encodings.unreadable(charset.get())
        .ifPresent(
            reason ->
                faults.add(
                    node.get(),
                    "the encoding "
                        + name
                        + " is not supported: "
                        + reason
                        + "; let the sender convert its files to UTF-8"));
    return charset.get().name();
  }

  private HeaderNames headerNames() {
    HeaderNames names =
        properties
            .text("headerNames")
            .flatMap(word -> Labels.find(HeaderNames.values(), HeaderNames::label, word))
            .orElse(HeaderNames.EXACT);
    if (names != HeaderNames.EXACT) {
      refuseEqual(names);
    }
    return names;
  }

  /** Columns of which a header could not say which one it means. */
  private void refuseEqual(HeaderNames names) {
    Map<String, String> seen = new HashMap<>();
    for (Column column : columns) {
      String other = seen.putIfAbsent(names.apply(column.sourceName()), column.sourceName());
      if (other != null) {
        faults.add(
            properties.value("headerNames").orElse(root),
            "the source columns "
                + other
                + " and "
                + column.sourceName()
                + " are the same when names are normalised");
      }
    }
  }
}
