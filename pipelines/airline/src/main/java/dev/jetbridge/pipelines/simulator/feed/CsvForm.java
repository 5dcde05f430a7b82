package dev.jetbridge.pipelines.simulator.feed;

import dev.jetbridge.contracts.Contract;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Delimited fields below a header, perhaps with a trailer. */
public final class CsvForm extends FileForm {
  private static final long serialVersionUID = 1L;

  private final CsvLine line;

  /** The first field of a trailer; empty for none. */
  private final String trailerMarker;

  public CsvForm(Contract contract, Function<Contract, Placement> placement) {
    super(contract, placement);
    Map<String, Object> said = contract.source().orElseThrow().settings();
    char quote = character(said, "quote", '"');
    this.line =
        new CsvLine(character(said, "delimiter", ','), quote, character(said, "escape", quote));
    this.trailerMarker =
        said.get("trailer") instanceof Map<?, ?> trailer ? trailer.get("marker").toString() : "";
  }

  private static char character(Map<String, Object> said, String name, char byDefault) {
    return said.getOrDefault(name, byDefault).toString().charAt(0);
  }

  @Override
  public Optional<String> header() {
    return Optional.of(line.of(fields().stream().map(Field::sourceName).toArray(String[]::new)));
  }

  @Override
  public String line(String[] values) {
    return line.of(values);
  }

  @Override
  public Optional<String> trailer(long records) {
    return trailerMarker.isEmpty()
        ? Optional.empty()
        : Optional.of(trailerMarker + line.delimiter() + records);
  }

  /** The trailer counts a record too many. */
  public WholeFileFault lyingTrailer() {
    return new WholeFileFault(
        "trailer",
        proper -> {
          String text = new String(proper, charset());
          int lastLine = startOfLastLine(text);
          String trailer = text.substring(lastLine).trim();
          int count = trailer.lastIndexOf(line.delimiter()) + 1;
          long wrong = Long.parseLong(trailer.substring(count)) + 1;
          String lie = trailer.substring(0, count) + wrong + "\n";
          return (text.substring(0, lastLine) + lie).getBytes(charset());
        });
  }

  /** Without the last column, which must be required and never quoted. */
  public WholeFileFault withoutLastColumn() {
    return new WholeFileFault(
        "header",
        proper -> {
          String text = new String(proper, charset());
          StringBuilder cut = new StringBuilder(text.length());
          for (String one : text.lines().toList()) {
            cut.append(one, 0, Math.max(0, one.lastIndexOf(line.delimiter()))).append('\n');
          }
          return cut.toString().getBytes(charset());
        });
  }

  /** A letter of another encoding before the first delimiter of the last line. */
  public WholeFileFault otherEncoding() {
    return new WholeFileFault(
        "encoding",
        proper -> {
          String text = new String(proper, StandardCharsets.ISO_8859_1);
          int place = text.indexOf(line.delimiter(), startOfLastLine(text));
          ByteArrayOutputStream out = new ByteArrayOutputStream();
          out.write(proper, 0, place);
          out.write(0xE9);
          out.write(proper, place, proper.length - place);
          return out.toByteArray();
        });
  }

  private static int startOfLastLine(String text) {
    return text.lastIndexOf('\n', text.length() - 2) + 1;
  }
}
