package dev.jetbridge.contracts;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads how the files of a source look: its one server with files, and what ODCS has no key for.
 */
final class SourceReader {
  private static final String DEFAULT_ENCODING = "UTF-8";
  private static final List<String> CSV_ONLY = List.of("quote", "escape", "trailer", "trimBlanks");

  /** The property that says what a second content under a name means. */
  static final String FILE_VERSIONS = "fileVersions";

  private final YamlNode root;
  private final CustomProperties properties;
  private final List<Column> columns;
  private final Optional<ProductKind> kind;
  private final Faults faults;

  SourceReader(
      YamlNode root,
      CustomProperties properties,
      List<Column> columns,
      Optional<ProductKind> kind,
      Faults faults) {
    this.root = root;
    this.properties = properties;
    this.columns = columns;
    this.kind = kind;
    this.faults = faults;
  }

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
              List.of("encoding", FILE_VERSIONS),
              CSV_ONLY,
              CompanionsReader.PROPERTIES,
              ValueReader.OF_CONTRACT)
          .flatMap(List::stream)
          .forEach(p -> properties.refuse(p, "only source-aligned products have files", faults));
      return Optional.empty();
    }
    if (servers.size() != 1) {
      faults.add(
          root.field("servers").orElse(root),
          "must hold exactly one server of type local, s3 or sftp, or custom with serviceName"
              + " data-exchange, holds "
              + servers.size());
      return Optional.empty();
    }
    return Optional.of(format(servers.get(0), drift, anomalies));
  }

  static boolean hasFiles(YamlNode server) {
    String type = server.textOrEmpty("type");
    return OdcsServers.FILES.contains(type) && (!type.equals("custom") || isDataExchange(server));
  }

  private static boolean isDataExchange(YamlNode server) {
    return server.textOrEmpty("serviceName").equals(OdcsServers.DATA_EXCHANGE);
  }

  private SourceFormat format(
      YamlNode server, SourceFormat.Drift drift, SourceFormat.Anomalies anomalies) {
    CustomProperties extras = CustomProperties.read(server, CustomProperties.OF_SERVER, faults);
    SourceFormat.Kind format = kind(server);
    if (format == SourceFormat.Kind.JSON) {
      CSV_ONLY.forEach(p -> properties.refuse(p, "JSON lines have none", faults));
      server
          .field("delimiter")
          .ifPresent(d -> faults.add(d, "delimiter does nothing here: JSON lines have none"));
      extras.refuse("delimiter", "JSON lines have none", faults);
    }
    String location = location(server);
    char delimiter = delimiter(server, extras);
    char quote = character("quote", '"');
    char escape = character("escape", quote);
    if (delimiter == quote || delimiter == escape) {
      faults.add(server, "the delimiter must differ from the quote and the escape");
    }
    return new SourceFormat(
        server.textOrEmpty("server"),
        location,
        location.substring(location.lastIndexOf('/') + 1),
        format,
        delimiter,
        quote,
        escape,
        encoding(),
        trailer(),
        companions(server),
        properties.isTrue("trimBlanks"),
        drift,
        anomalies,
        fileVersions());
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

  private SourceFormat.Companions companions(YamlNode server) {
    if (isDataExchange(server)) {
      CompanionsReader.PROPERTIES.forEach(
          p -> properties.refuse(p, "a revision of a data set is finalised as a whole", faults));
      return SourceFormat.Companions.NONE;
    }
    return new CompanionsReader(properties, faults).companions();
  }

  private SourceFormat.Kind kind(YamlNode server) {
    String format = server.textOrEmpty("format");
    Optional<SourceFormat.Kind> known =
        Arrays.stream(SourceFormat.Kind.values())
            .filter(k -> k.name().toLowerCase(Locale.ROOT).equals(format))
            .findFirst();
    if (known.isEmpty() && server.text("format").isPresent()) {
      faults.add(
          server.fields().get("format"),
          "unknown format " + format + NearestName.hint(format, List.of("csv", "json")));
    } else if (server.field("format").isEmpty()) {
      faults.add(server, "the key format is missing (known: csv, json)");
    }
    return known.orElse(SourceFormat.Kind.CSV);
  }

  /** The name of each asset in a data set is a glob, as the names of files in a folder are. */
  private String dataExchange(YamlNode server) {
    String dataset = server.textOrEmpty("dataset");
    String assets = server.textOrEmpty("location");
    if (dataset.isBlank() || assets.isBlank() || assets.contains("/")) {
      faults.add(
          server,
          "a data-exchange server has the id of a data set under dataset and the glob of its"
              + " assets, without a folder, under location");
    }
    return OdcsServers.DATA_EXCHANGE + "://" + dataset + "/" + assets;
  }

  private String location(YamlNode server) {
    if (isDataExchange(server)) {
      return dataExchange(server);
    }
    String type = server.textOrEmpty("type");
    String key = type.equals("local") ? "path" : "location";
    Optional<YamlNode> node = server.field(key, YamlNode.Kind.TEXT);
    if (node.isEmpty()) {
      return "";
    }
    String location = node.get().text();
    String scheme = type.equals("local") ? "" : type + "://";
    int slash = location.lastIndexOf('/');
    if (!location.startsWith(scheme)) {
      faults.add(node.get(), "must begin with " + scheme);
    } else if (location.substring(slash + 1).isBlank() || slash < scheme.length()) {
      faults.add(node.get(), "must be a folder and, after the last /, the glob of the file names");
    } else if (location.substring(0, slash).matches(".*[*?\\[{].*")) {
      faults.add(node.get(), "may have wildcards in the names of files only, not of folders");
    }
    return location;
  }

  private char delimiter(YamlNode server, CustomProperties extras) {
    Optional<YamlNode> node = server.field("delimiter", YamlNode.Kind.TEXT);
    Optional<YamlNode> extra = extras.value("delimiter", YamlNode.Kind.TEXT);
    if (node.isPresent() && extra.isPresent()) {
      faults.add(extra.get(), "the delimiter stands twice");
    }
    Optional<YamlNode> given = node.or(() -> extra);
    if (given.isEmpty()) {
      return ',';
    }
    String text = given.get().text();
    node.ifPresent(n -> CustomProperties.CHARACTER.check(n, faults));
    if (text.equals("\n") || text.equals("\r")) {
      faults.add(given.get(), "must not be the end of a line");
    }
    return text.isEmpty() ? ',' : text.charAt(0);
  }

  private char character(String name, char byDefault) {
    return properties.text(name).filter(t -> !t.isEmpty()).map(t -> t.charAt(0)).orElse(byDefault);
  }

  /** Lines and fields are told apart by bytes, so the charset must agree with ASCII on them. */
  private String encoding() {
    Optional<YamlNode> node = properties.value("encoding", YamlNode.Kind.TEXT);
    if (node.isEmpty()) {
      return DEFAULT_ENCODING;
    }
    String name = node.get().text();
    boolean known;
    try {
      known = Charset.isSupported(name);
    } catch (IllegalCharsetNameException e) {
      known = false;
    }
    if (!known) {
      faults.add(
          node.get(),
          "unknown encoding "
              + name
              + NearestName.of(name, Charset.availableCharsets().keySet())
                  .map(n -> "; did you mean " + n + "?")
                  .orElse(""));
      return DEFAULT_ENCODING;
    }
    String marks = "\r\n,;|\t\"";
    Charset charset = Charset.forName(name);
    if (!charset.canEncode()
        || !Arrays.equals(marks.getBytes(charset), marks.getBytes(StandardCharsets.US_ASCII))) {
      faults.add(node.get(), "the encoding " + name + " is not supported: it must contain ASCII");
    }
    return name;
  }

  private Optional<SourceFormat.Trailer> trailer() {
    return properties
        .value("trailer", YamlNode.Kind.OBJECT)
        .filter(t -> t.text("marker").isPresent() && t.integer("countField").isPresent())
        .map(
            t ->
                new SourceFormat.Trailer(
                    t.textOrEmpty("marker"), t.integer("countField").orElseThrow()));
  }
}
