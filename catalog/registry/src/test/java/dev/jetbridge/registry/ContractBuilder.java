package dev.jetbridge.registry;

import dev.jetbridge.contracts.Classification;
import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Constraints;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.ProductKind;
import dev.jetbridge.contracts.ValueFormat;
import dev.jetbridge.contracts.WriteMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** Contracts in a line or two; it begins with a small keyed source. */
final class ContractBuilder {
  private final String product;
  private ProductKind kind = ProductKind.SOURCE_ALIGNED;
  private String version = "1.0.0";
  private String purpose = "Miles earned and spent.";
  private String owner = "loyalty";
  private WriteMode writeMode = WriteMode.MERGE;
  private List<String> sortOrder = List.of();
  private final List<Contract.ServiceLevel> serviceLevels =
      new ArrayList<>(List.of(new Contract.ServiceLevel("retention", "7", "y")));
  private final List<Column> columns = new ArrayList<>();

  private ContractBuilder(String product) {
    this.product = product;
  }

  static ContractBuilder source(String product) {
    return new ContractBuilder(product);
  }

  static ContractBuilder consumer(String product) {
    ContractBuilder builder = new ContractBuilder(product);
    builder.kind = ProductKind.CONSUMER_ALIGNED;
    builder.writeMode = WriteMode.OVERWRITE;
    return builder;
  }

  /** A member number, a day, an airport and miles. */
  static ContractBuilder activity() {
    return source("loyalty.activity").likeActivity();
  }

  ContractBuilder likeActivity() {
    return key("member_number", DataTypes.StringType, Classification.IDENTIFIER)
        .required("occurred_at", DataTypes.TimestampType)
        .optional("airport", DataTypes.StringType)
        .optional("miles", DataTypes.IntegerType);
  }

  ContractBuilder key(String name, DataType type, Classification classification) {
    int position = 1 + (int) columns.stream().filter(Column::isKey).count();
    return add(column(name, type, true, position, classification));
  }

  ContractBuilder required(String name, DataType type) {
    return add(column(name, type, true, 0, Classification.INTERNAL));
  }

  ContractBuilder optional(String name, DataType type) {
    return add(column(name, type, false, 0, Classification.INTERNAL));
  }

  ContractBuilder identifier(String name) {
    return add(column(name, DataTypes.StringType, false, 0, Classification.IDENTIFIER));
  }

  ContractBuilder without(String name) {
    columns.removeIf(c -> c.name().equals(name));
    return this;
  }

  ContractBuilder partitionedBy(String name, String transform) {
    int position = 1 + (int) columns.stream().filter(c -> c.partition().isPresent()).count();
    return replace(
        name,
        c ->
            copy(
                c,
                c.type(),
                c.required(),
                Optional.of(new Column.Partition(position, transform)),
                c.classification(),
                c.description()));
  }

  ContractBuilder typed(String name, DataType type) {
    return replace(name, c -> with(c, type, c.required(), c.classification(), c.description()));
  }

  ContractBuilder relaxed(String name) {
    return replace(name, c -> with(c, c.type(), false, c.classification(), c.description()));
  }

  ContractBuilder tightened(String name) {
    return replace(name, c -> with(c, c.type(), true, c.classification(), c.description()));
  }

  ContractBuilder classified(String name, Classification classification) {
    return replace(name, c -> with(c, c.type(), c.required(), classification, c.description()));
  }

  ContractBuilder described(String name, String description) {
    return replace(name, c -> with(c, c.type(), c.required(), c.classification(), description));
  }

  ContractBuilder sortedBy(String... names) {
    sortOrder = List.of(names);
    return this;
  }

  ContractBuilder purpose(String text) {
    purpose = text;
    return this;
  }

  ContractBuilder owner(String team) {
    owner = team;
    return this;
  }

  ContractBuilder version(String text) {
    version = text;
    return this;
  }

  ContractBuilder writing(WriteMode mode) {
    writeMode = mode;
    return this;
  }

  ContractBuilder withoutServiceLevels() {
    serviceLevels.clear();
    return this;
  }

  Contract build() {
    return new Contract(
        ProductId.parse(product),
        version,
        kind,
        new Contract.About(purpose, "Feeds tests.", "", owner, "One row a movement.", "active"),
        columns,
        List.of(),
        List.of(),
        new Contract.Change(writeMode, Optional.empty(), Optional.empty(), false, false, false),
        Contract.Derivation.NONE,
        sortOrder,
        Contract.Serving.TABLE_ONLY,
        Optional.empty(),
        serviceLevels,
        Contract.Maintenance.DEFAULT,
        Contract.Job.DEFAULT,
        "test",
        "digest-of-" + version);
  }

  private static Column column(
      String name, DataType type, boolean required, int keyPosition, Classification kept) {
    return new Column(
        name,
        name,
        type,
        Optional.empty(),
        required,
        keyPosition,
        Optional.empty(),
        kept,
        Constraints.none(),
        "The " + name + ".",
        ValueFormat.PLAIN);
  }

  private static Column with(
      Column c, DataType type, boolean required, Classification kept, String description) {
    return copy(c, type, required, c.partition(), kept, description);
  }

  private static Column copy(
      Column c,
      DataType type,
      boolean required,
      Optional<Column.Partition> partition,
      Classification kept,
      String description) {
    return new Column(
        c.name(),
        c.sourceName(),
        type,
        c.format(),
        required,
        c.keyPosition(),
        partition,
        kept,
        c.constraints(),
        description,
        c.values());
  }

  private ContractBuilder add(Column column) {
    columns.add(column);
    return this;
  }

  private ContractBuilder replace(String name, UnaryOperator<Column> change) {
    columns.replaceAll(c -> c.name().equals(name) ? change.apply(c) : c);
    return this;
  }
}
