package dev.jetbridge.contracts.reading;

import dev.jetbridge.contracts.SourceFormat;
import dev.jetbridge.contracts.yaml.Faults;
import dev.jetbridge.contracts.yaml.Labels;
import dev.jetbridge.contracts.yaml.YamlNode;
import java.util.List;
import java.util.Optional;

/** Reads which files a sender puts beside each file, and what they state. */
record CompanionsReader(CustomProperties properties, Faults faults) {
  static final List<String> PROPERTIES = List.of("controlFile", "checksumFile");

  private static final List<String> STATEMENTS = List.of("records", "bytes", "md5", "sha256");

  SourceFormat.Companions companions() {
    Optional<SourceFormat.ControlFile> control = object("controlFile").map(this::control);
    Optional<SourceFormat.ChecksumFile> checksum =
        object("checksumFile").flatMap(CompanionsReader::checksum);
    if (control.isPresent()
        && checksum.isPresent()
        && control.get().suffix().equals(checksum.get().suffix())) {
      faults.add(
          properties.value("checksumFile").orElseThrow(),
          "must have another suffix than controlFile");
    }
    return new SourceFormat.Companions(control, checksum);
  }

  private Optional<YamlNode> object(String property) {
    return properties
        .value(property, YamlNode.Kind.OBJECT)
        .filter(node -> node.text("suffix").isPresent());
  }

  private SourceFormat.ControlFile control(YamlNode node) {
    if (STATEMENTS.stream().noneMatch(statement -> node.text(statement).isPresent())) {
      faults.add(
          node, "states nothing: name the key of at least one of " + String.join(", ", STATEMENTS));
    }
    return new SourceFormat.ControlFile(
        node.textOrEmpty("suffix"),
        node.text("records"),
        node.text("bytes"),
        node.text("md5"),
        node.text("sha256"));
  }

  private static Optional<SourceFormat.ChecksumFile> checksum(YamlNode node) {
    return Labels.find(
            SourceFormat.Algorithm.values(),
            SourceFormat.Algorithm::label,
            node.textOrEmpty("algorithm"))
        .map(algorithm -> new SourceFormat.ChecksumFile(node.textOrEmpty("suffix"), algorithm));
  }
}
