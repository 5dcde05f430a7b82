package dev.jetbridge.contracts.reading;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Constraints;
import dev.jetbridge.contracts.ValueFormat;
import dev.jetbridge.contracts.ValueFormat.NumberFormat;
import dev.jetbridge.contracts.ValueFormat.Percent;
import dev.jetbridge.contracts.value.DatePattern;
import dev.jetbridge.contracts.value.TextForm;
import dev.jetbridge.contracts.yaml.Faults;
import dev.jetbridge.contracts.yaml.Labels;
import dev.jetbridge.contracts.yaml.ObjectShape;
import dev.jetbridge.contracts.yaml.Shape;
import dev.jetbridge.contracts.yaml.YamlNode;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;

/**
 * Reads how the values of a column are written: what the column says, else what the contract says
 * for all columns of the kind. Two sayings that contradict each other, and one that does nothing,
 * are faults.
 */
record ValueReader(
    YamlNode node,
    DataType type,
    Constraints constraints,
    CustomProperties own,
    CustomProperties ofContract,
    Faults faults) {
  static final String NULL_MARKERS = "nullMarkers";
  static final String NUMBER_FORMAT = "numberFormat";
  static final String BOOLEAN_WORDS = "booleanWords";
  static final String EPOCH = "epoch";
  static final String DATE_FORMATS = "dateFormats";
  static final String PIVOT_YEAR = "pivotYear";

  static final List<String> OF_CONTRACT = List.of(NULL_MARKERS, NUMBER_FORMAT, BOOLEAN_WORDS);
  static final List<String> OF_COLUMN =
      List.of(NULL_MARKERS, NUMBER_FORMAT, BOOLEAN_WORDS, EPOCH, DATE_FORMATS, PIVOT_YEAR);

  /** An unquoted number or boolean is the text that it is written as. */
  private static final Shape WORD =
      (node, faults) -> {
        if (node.is(YamlNode.Kind.NULL)) {
          faults.add(node, "must be a text; put it in quotes");
        } else {
          Shape.SCALAR.check(node, faults);
        }
      };

  static final Shape WORDS =
      (node, faults) -> {
        Shape.listOf(WORD).check(node, faults);
        if (node.items().stream().map(YamlNode::text).distinct().count() < node.items().size()) {
          faults.add(node, "holds a text twice");
        }
      };

  static final Shape BOOLEANS = new ObjectShape().optional("true", WORDS).optional("false", WORDS);

  private static final Pattern NO_MARK = Pattern.compile("[\\p{L}\\p{Nd}+\\-()%\"]");
  private static final Shape MARK =
      (node, faults) -> {
        Shape.TEXT.check(node, faults);
        if (node.is(YamlNode.Kind.TEXT)
            && (node.text().length() != 1 || NO_MARK.matcher(node.text()).matches())) {
          faults.add(
              node, "must be one character that is not a letter, digit, sign, bracket, % or quote");
        }
      };

  private static final Pattern NO_CURRENCY = Pattern.compile(".*[0-9+\\-()%].*|\\s*|\\s.*|.*\\s");
  private static final Shape CURRENCY =
      (node, faults) -> {
        Shape.TEXT.check(node, faults);
        if (node.is(YamlNode.Kind.TEXT) && NO_CURRENCY.matcher(node.text()).matches()) {
          faults.add(node, "must be a mark such as $ or EUR, without digits, signs or blanks");
        }
      };

  static final Shape NUMBERS =
      new ObjectShape()
          .optional("decimal", MARK)
          .optional("group", MARK)
          .optional("accounting", Shape.BOOLEAN)
          .optional("currency", Shape.listOf(CURRENCY))
          .optional("percent", Shape.oneOf(Percent.FRACTION.label(), Percent.NUMBER.label()))
          .optional("exponent", Shape.BOOLEAN);

  private boolean isTemporal() {
    return type == DataTypes.DateType || type == DataTypes.TimestampType;
  }

  private boolean isWhole() {
    return type == DataTypes.IntegerType || type == DataTypes.LongType;
  }

  ValueFormat values() {
    boolean numeric = type instanceof NumericType;
    boolean logical = type instanceof BooleanType;
    refuseUnless(numeric, NUMBER_FORMAT, "the column holds no numbers");
    refuseUnless(logical, BOOLEAN_WORDS, "the column holds no booleans");
    refuseUnless(type == DataTypes.TimestampType, EPOCH, "the column holds no timestamps");
    refuseUnless(isTemporal(), DATE_FORMATS, "the column holds no dates or timestamps");
    refuseUnless(isTemporal(), PIVOT_YEAR, "the column holds no dates or timestamps");
    refuseUnless(!(type instanceof MapType), NULL_MARKERS, "the column captures others");
    List<String> trueWords = logical ? words("true") : List.of();
    List<String> falseWords = logical ? words("false") : List.of();
    List<String> markers = type instanceof MapType ? List.of() : markers(trueWords, falseWords);
    checkWords(trueWords, falseWords);
    return new ValueFormat(
        markers,
        numeric ? numbers() : NumberFormat.PLAIN,
        trueWords,
        falseWords,
        epoch(),
        isTemporal() ? dateFormats() : List.of(),
        isTemporal() ? pivotYear() : 0);
  }

  private void refuseUnless(boolean suits, String property, String reason) {
    if (!suits) {
      own.refuse(property, reason, faults);
    }
  }

  /** Of the column, else of the contract. */
  private Optional<YamlNode> said(String property, YamlNode.Kind kind) {
    return (own.has(property) ? own : ofContract).value(property, kind);
  }

  private List<String> markers(List<String> trueWords, List<String> falseWords) {
    Optional<YamlNode> list = said(NULL_MARKERS, YamlNode.Kind.LIST);
    List<String> markers = list.map(ValueReader::texts).orElse(List.of());
    for (String marker : markers) {
      boolean word =
          type instanceof BooleanType
              && (trueWords.contains(marker)
                  || falseWords.contains(marker)
                  || TextForm.of(type).test(marker));
      if (word) {
        faults.add(list.get(), "a null marker is true or false by booleanWords");
      } else if (marksDeletes(marker)) {
        faults.add(list.get(), "a null marker is the value of the deleteMarker");
      } else if (constraints.validValues().contains(marker)) {
        faults.add(list.get(), "a null marker is one of the validValues of the column");
      } else if (!own.has(NULL_MARKERS) && isValueByPattern(marker)) {
        faults.add(
            node,
            "the null marker "
                + marker
                + " of the contract matches the pattern of this column and so may be a value of it;"
                + " set nullMarkers on the column, [] for none");
      }
    }
    return markers;
  }

  private boolean marksDeletes(String marker) {
    return ofContract
        .value("deleteMarker", YamlNode.Kind.OBJECT)
        .filter(d -> d.textOrEmpty("column").equals(node.textOrEmpty("name")))
        .filter(d -> d.textOrEmpty("value").equals(marker))
        .isPresent();
  }

  /** A country may be NA: what a pattern lets through for a value the contract cannot just drop. */
  private boolean isValueByPattern(String marker) {
    return type instanceof StringType
        && constraints.pattern().filter(p -> Pattern.compile(p).matcher(marker).find()).isPresent();
  }

  private List<String> words(String which) {
    return said(BOOLEAN_WORDS, YamlNode.Kind.OBJECT)
        .flatMap(w -> w.field(which, YamlNode.Kind.LIST))
        .map(ValueReader::texts)
        .orElse(List.of());
  }

  private void checkWords(List<String> trueWords, List<String> falseWords) {
    Predicate<String> contradicts = w -> falseWords.contains(w) || w.equalsIgnoreCase("false");
    if (trueWords.stream().anyMatch(contradicts)
        || falseWords.stream().anyMatch("true"::equalsIgnoreCase)) {
      faults.add(
          said(BOOLEAN_WORDS, YamlNode.Kind.OBJECT).orElse(node),
          "a text means both true and false");
    }
  }

  private static List<String> texts(YamlNode list) {
    return list.items().stream().filter(YamlNode::isScalar).map(YamlNode::text).toList();
  }

  private NumberFormat numbers() {
    Optional<YamlNode> said = said(NUMBER_FORMAT, YamlNode.Kind.OBJECT);
    if (said.isEmpty()) {
      return NumberFormat.PLAIN;
    }
    YamlNode format = said.get();
    if (own.has(NUMBER_FORMAT)) {
      checkUse(format);
    }
    char decimal = mark(format, "decimal", '.');
    char group = mark(format, "group", (char) 0);
    if (group == decimal && !(isWhole() && format.field("decimal").isEmpty())) {
      faults.add(format, "decimal and group must differ (decimal is a point by default)");
    }
    return new NumberFormat(
        decimal,
        group,
        format.isTrue("accounting"),
        format.texts("currency"),
        Labels.find(Percent.values(), Percent::label, format.textOrEmpty("percent"))
            .orElse(Percent.NONE),
        format.isTrue("exponent") && type instanceof DecimalType);
  }

  private void checkUse(YamlNode format) {
    if (isWhole()) {
      for (String key : List.of("decimal", "exponent")) {
        format
            .field(key)
            .ifPresent(f -> faults.add(f, key + " does nothing here: whole numbers have none"));
      }
      format
          .field("percent")
          .filter(p -> p.text().equals(Percent.FRACTION.label()))
          .ifPresent(p -> faults.add(p, "a fraction is not a whole number; use percent: number"));
    } else if (!(type instanceof DecimalType)) {
      format
          .field("exponent")
          .ifPresent(
              f -> faults.add(f, "exponent does nothing here: the type takes exponents anyway"));
    }
  }

  private static char mark(YamlNode format, String key, char byDefault) {
    return format.text(key).filter(m -> !m.isEmpty()).map(m -> m.charAt(0)).orElse(byDefault);
  }

  private ValueFormat.Epoch epoch() {
    Optional<YamlNode> word = own.value(EPOCH, YamlNode.Kind.TEXT);
    if (word.isEmpty() || type != DataTypes.TimestampType) {
      return null;
    }
    if (format().isPresent() || own.has(DATE_FORMATS)) {
      faults.add(word.get(), "a timestamp has an epoch or a pattern, not both");
    }
    return Labels.find(ValueFormat.Epoch.values(), ValueFormat.Epoch::label, word.get().text())
        .orElse(null);
  }

  private Optional<YamlNode> format() {
    return node.field("logicalTypeOptions").flatMap(o -> o.field("format", YamlNode.Kind.TEXT));
  }

  private List<String> dateFormats() {
    Optional<YamlNode> list = own.value(DATE_FORMATS, YamlNode.Kind.LIST);
    if (list.isEmpty()) {
      return List.of();
    }
    if (format().isPresent()) {
      faults.add(
          list.get(), "dateFormats and logicalTypeOptions.format are both given: use one of them");
    }
    if (list.get().items().isEmpty()) {
      faults.add(list.get(), "must hold at least one pattern");
    }
    int before = faults.count();
    list.get().items().stream()
        .filter(i -> i.is(YamlNode.Kind.TEXT))
        .forEach(i -> ConstraintReader.checkFormat(i, type, faults));
    List<String> formats = list.get().texts();
    if (faults.count() == before) {
      checkAmbiguity(list.get(), formats);
    }
    return formats;
  }

  /** Two patterns that read one text as two days: which one was meant nobody knows. */
  private void checkAmbiguity(YamlNode list, List<String> formats) {
    for (int i = 0; i < formats.size(); i++) {
      for (int j = i + 1; j < formats.size(); j++) {
        if (formats.get(i).equals(formats.get(j))) {
          faults.add(list, "holds " + formats.get(i) + " twice");
        } else if (contradict(formats.get(i), formats.get(j))) {
          faults.add(
              list,
              formats.get(i)
                  + " and "
                  + formats.get(j)
                  + " read one text as two different days, such as 3 April and 4 March");
        }
      }
    }
  }

  private static boolean contradict(String first, String second) {
    DatePattern one = new DatePattern(first, 0);
    DatePattern other = new DatePattern(second, 0);
    for (int year = 2001; year <= 2012; year++) {
      for (int month = 1; month <= 12; month++) {
        for (int day = 1; day <= 12; day++) {
          String text = one.written(LocalDate.of(year, month, day));
          if (other.looksLike(text)
              && other.micros(text) != null
              && !Objects.equals(one.micros(text), other.micros(text))) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private int pivotYear() {
    Optional<YamlNode> pivot = own.value(PIVOT_YEAR, YamlNode.Kind.INTEGER);
    boolean two =
        format().map(YamlNode::text).stream().anyMatch(ValueReader::hasTwoDigits)
            || own.value(DATE_FORMATS, YamlNode.Kind.LIST).stream()
                .flatMap(l -> l.texts().stream())
                .anyMatch(ValueReader::hasTwoDigits);
    if (two && !own.has(PIVOT_YEAR)) {
      faults.add(
          format().or(() -> own.value(DATE_FORMATS)).orElse(node),
          "a year of two digits needs the custom property pivotYear of the column: the first of"
              + " the hundred years that it may mean, such as 1930");
    } else if (!two) {
      own.refuse(PIVOT_YEAR, "no pattern of the column has a year of two digits", faults);
    }
    Optional<Integer> year = pivot.flatMap(YamlNode::asInt);
    year.filter(y -> y > 9900)
        .ifPresent(y -> faults.add(pivot.get(), "must be at most 9900, is " + y));
    return year.orElse(0);
  }

  private static boolean hasTwoDigits(String pattern) {
    return DatePattern.hasYearOf(pattern, letters -> letters == 2);
  }

  /** Faults of what a contract says for all columns of a kind and has none of. */
  static void refuseIdle(CustomProperties ofContract, List<Column> columns, Faults faults) {
    Set<Class<?>> kinds = new HashSet<>();
    for (Column column : columns) {
      kinds.add(
          column.type() instanceof NumericType ? NumericType.class : column.type().getClass());
    }
    if (!kinds.contains(NumericType.class)) {
      ofContract.refuse(NUMBER_FORMAT, "no column holds numbers", faults);
    }
    if (!kinds.contains(DataTypes.BooleanType.getClass())) {
      ofContract.refuse(BOOLEAN_WORDS, "no column holds booleans", faults);
    }
  }
}
