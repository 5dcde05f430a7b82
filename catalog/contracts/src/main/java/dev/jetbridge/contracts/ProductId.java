package dev.jetbridge.contracts;

import java.util.Optional;
import java.util.regex.Pattern;

/** The name of a product everywhere: {@code domain.product}, lower case, digits, underscore. */
public record ProductId(String domain, String name) implements Comparable<ProductId> {
  private static final Pattern PART = Pattern.compile("[a-z][a-z0-9_]*");

  public ProductId {
    if (!PART.matcher(domain).matches() || !PART.matcher(name).matches()) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Invalid product name: "
              + domain
              + "."
              + name
              + " (must be domain.product in lower case letters, digits and underscore)");
    }
  }

  /**
   * Reads {@code domain.product}.
   *
   * @throws JetbridgeException CONFIG when the text is not of that form
   */
  public static ProductId parse(String text) {
    int dot = text.indexOf('.');
    if (dot < 0) {
      throw new JetbridgeException(
          FailureKind.CONFIG, "Invalid product name: " + text + " (must be domain.product)");
    }
    return new ProductId(text.substring(0, dot), text.substring(dot + 1));
  }

  /** The product of that name; empty when the text is not of the form. */
  public static Optional<ProductId> ifValid(String text) {
    String[] parts = text.split("\\.", -1);
    return parts.length == 2 && PART.matcher(parts[0]).matches() && PART.matcher(parts[1]).matches()
        ? Optional.of(new ProductId(parts[0], parts[1]))
        : Optional.empty();
  }

  @Override
  public int compareTo(ProductId other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return domain + "." + name;
  }
}
