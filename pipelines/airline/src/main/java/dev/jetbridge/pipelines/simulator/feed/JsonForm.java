package dev.jetbridge.pipelines.simulator.feed;

import dev.jetbridge.contracts.Contract;
import java.util.Optional;
import java.util.function.Function;

/** An object a line. */
public final class JsonForm extends FileForm {
  private static final long serialVersionUID = 1L;

  public JsonForm(Contract contract, Function<Contract, Placement> placement) {
    super(contract, placement);
  }

  @Override
  public Optional<String> header() {
    return Optional.empty();
  }

  @Override
  public String line(String[] values) {
    StringBuilder line = new StringBuilder(values.length * 30).append('{');
    for (int i = 0; i < values.length; i++) {
      Field field = fields().get(i);
      line.append(i == 0 ? "\"" : ",\"").append(field.sourceName()).append("\":");
      if (values[i].isEmpty()) {
        line.append("null");
      } else if (field.isNumber() && isBare(values[i])) {
        line.append(values[i]);
      } else {
        line.append('"').append(values[i]).append('"');
      }
    }
    return line.append('}').toString();
  }

  @Override
  public Optional<String> trailer(long records) {
    return Optional.empty();
  }

  /** An object that breaks off. */
  public static Defect brokenOff() {
    return new Defect(
        "broken-json",
        "",
        "json",
        (form, fields) -> {
          String line = form.line(fields);
          return line.substring(0, line.length() * 3 / 5);
        });
  }

  private static boolean isBare(String value) {
    return value.chars().allMatch(c -> c == '-' || c == '.' || (c >= '0' && c <= '9'));
  }
}
