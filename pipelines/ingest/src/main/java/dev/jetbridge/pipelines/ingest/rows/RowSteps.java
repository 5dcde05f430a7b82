package dev.jetbridge.pipelines.ingest.rows;

import dev.jetbridge.quality.patterns.FastPatterns;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.InterpretedMutableProjection;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;
import org.apache.spark.sql.catalyst.expressions.MutableProjection;
import org.apache.spark.sql.catalyst.expressions.MutableProjection$;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.optimizer.ComputeCurrentTime$;
import org.apache.spark.sql.catalyst.optimizer.ConstantFolding$;
import org.apache.spark.sql.catalyst.optimizer.OptimizeIn$;
import org.apache.spark.sql.catalyst.optimizer.ReplaceExpressions$;
import org.apache.spark.sql.catalyst.optimizer.SpecialDatetimeValues$;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.catalyst.types.DataTypeUtils;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Steps over rows of many columns, each resolved once and then run row by row. A plan of Spark
 * looks at every expression of every step in each of its rules, and at each step makes an encoder
 * of all columns: with some thousand columns it plans for minutes what it does in a second.
 */
public final class RowSteps {
  /** So many columns are more than Spark plans with in a time that anybody waits for. */
  public static final int WIDE = 300;

  /** Bytes of files up to which their rows are few: to compile code for more of them pays. */
  public static final long FEW = 64L << 20;

  /** What the analysis leaves to the optimizer though nothing can be evaluated without it. */
  private static final List<Rule<LogicalPlan>> NEEDED =
      List.of(
          ReplaceExpressions$.MODULE$,
          ComputeCurrentTime$.MODULE$,
          SpecialDatetimeValues$.MODULE$,
          ConstantFolding$.MODULE$,
          OptimizeIn$.MODULE$,
          FastPatterns.IN_PLANS);

  private final SparkSession spark;
  private final JavaRDD<InternalRow> source;
  private final Seq<Attribute> output;
  private final ArrayList<Step> steps;

  private interface Step extends Serializable {
    Iterator<InternalRow> over(Iterator<InternalRow> rows, int partition);
  }

  private RowSteps(
      SparkSession spark, JavaRDD<InternalRow> source, Seq<Attribute> output, List<Step> steps) {
    this.spark = spark;
    this.source = source;
    this.output = output;
    this.steps = new ArrayList<>(steps);
  }

  public static RowSteps over(Dataset<Row> rows) {
    return new RowSteps(
        rows.sparkSession(),
        rows.queryExecution().toRdd().toJavaRDD(),
        rows.queryExecution().analyzed().output(),
        List.of());
  }

  public RowSteps select(List<Column> columns) {
    Seq<NamedExpression> list = resolved(columns);
    return then(new Select(expressions(list), output, compiles(spark)), attributes(list));
  }

  /** The same columns and one more. */
  public RowSteps with(String name, Column column) {
    Seq<NamedExpression> list = resolved(List.of(column.as(name)));
    List<Attribute> more = new ArrayList<>(JavaConverters.seqAsJavaList(output));
    more.addAll(JavaConverters.seqAsJavaList(attributes(list)));
    return then(
        new Append(expressions(list), output, compiles(spark)),
        JavaConverters.asScalaBuffer(more).toList());
  }

  /** The rows in which a column has a value, or in which it has none. */
  public RowSteps where(String name, boolean hasValue) {
    return then(new Where(schema().fieldIndex(name), hasValue), output);
  }

  /** Some columns as they are and, in one value, all of others, see {@link PackedRows}. */
  RowSteps pack(List<String> kept, StructType packed, String into) {
    StructType schema = schema();
    StructType narrow = new StructType();
    for (String name : kept) {
      narrow = narrow.add(schema.apply(name));
    }
    PackedRows.Pack pack = new PackedRows.Pack(schema, narrow, packed, compiles(spark));
    Seq<? extends Attribute> attributes =
        DataTypeUtils.toAttributes(narrow.add(into, DataTypes.BinaryType, false)).toList();
    return then((rows, partition) -> pack.over(rows), attributes);
  }

  public Dataset<Row> rows() {
    ArrayList<Step> all = steps;
    JavaRDD<InternalRow> made =
        source.mapPartitionsWithIndex(
            (partition, rows) -> {
              Iterator<InternalRow> next = rows;
              for (Step step : all) {
                next = step.over(next, partition);
              }
              return next;
            },
            false);
    return spark.internalCreateDataFrame(made.rdd(), schema(), false);
  }

  private StructType schema() {
    StructType schema = new StructType();
    for (Attribute attribute : JavaConverters.seqAsJavaList(output)) {
      schema = schema.add(attribute.name(), attribute.dataType(), attribute.nullable());
    }
    return schema;
  }

  private RowSteps then(Step step, Seq<? extends Attribute> made) {
    List<Step> more = new ArrayList<>(steps);
    more.add(step);
    return new RowSteps(
        spark,
        source,
        JavaConverters.<Attribute>asScalaBuffer(new ArrayList<>(JavaConverters.seqAsJavaList(made)))
            .toList(),
        more);
  }

  private Seq<NamedExpression> resolved(List<Column> columns) {
    List<NamedExpression> named = columns.stream().map(Column::named).toList();
    LogicalPlan plan =
        new Project(
            JavaConverters.asScalaBuffer(named).toList(),
            new LocalRelation(
                output.toList(),
                JavaConverters.asScalaBuffer(List.<InternalRow>of()).toList(),
                false));
    plan = spark.sessionState().analyzer().execute(plan);
    spark.sessionState().analyzer().checkAnalysis(plan);
    for (Rule<LogicalPlan> rule : NEEDED) {
      plan = rule.apply(plan);
    }
    return ((Project) plan).projectList();
  }

  private static Seq<Expression> expressions(Seq<NamedExpression> list) {
    List<Expression> all = new ArrayList<>();
    JavaConverters.seqAsJavaList(list).forEach(named -> all.add((Expression) named));
    return JavaConverters.asScalaBuffer(all).toIndexedSeq();
  }

  private static Seq<Attribute> attributes(Seq<NamedExpression> list) {
    List<Attribute> all = new ArrayList<>();
    JavaConverters.seqAsJavaList(list).forEach(named -> all.add(named.toAttribute()));
    return JavaConverters.asScalaBuffer(all).toList();
  }

  /** Whether code is made for the rows of a session: for few it takes longer than they do. */
  static boolean compiles(SparkSession spark) {
    return !spark.conf().get("spark.sql.codegen.factoryMode").equals("NO_CODEGEN");
  }

  /**
   * @param compiled as the session says; a task may not know
   */
  private static MutableProjection projection(
      Seq<Expression> expressions, Seq<Attribute> input, boolean compiled, int partition) {
    MutableProjection projection =
        compiled
            ? MutableProjection$.MODULE$.create(expressions, input)
            : new InterpretedMutableProjection(expressions, input);
    projection.initialize(partition);
    return projection;
  }

  private record Select(Seq<Expression> expressions, Seq<Attribute> input, boolean compiled)
      implements Step {
    @Override
    public Iterator<InternalRow> over(Iterator<InternalRow> rows, int partition) {
      MutableProjection projection = projection(expressions, input, compiled, partition);
      return mapped(rows, projection::apply);
    }
  }

  private record Append(Seq<Expression> expressions, Seq<Attribute> input, boolean compiled)
      implements Step {
    @Override
    public Iterator<InternalRow> over(Iterator<InternalRow> rows, int partition) {
      MutableProjection projection = projection(expressions, input, compiled, partition);
      JoinedRow joined = new JoinedRow();
      return mapped(rows, row -> joined.apply(row, projection.apply(row)));
    }
  }

  /** The rows, each once it is asked for. */
  public static Iterator<InternalRow> mapped(
      Iterator<InternalRow> rows, java.util.function.UnaryOperator<InternalRow> function) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public InternalRow next() {
        return function.apply(rows.next());
      }
    };
  }

  private record Where(int ordinal, boolean hasValue) implements Step {
    @Override
    public Iterator<InternalRow> over(Iterator<InternalRow> rows, int partition) {
      return new Iterator<>() {
        private InternalRow next;

        @Override
        public boolean hasNext() {
          // Not before the last row was taken: a row may be the same object as the one before.
          while (next == null && rows.hasNext()) {
            InternalRow row = rows.next();
            next = row.isNullAt(ordinal) == hasValue ? null : row;
          }
          return next != null;
        }

        @Override
        public InternalRow next() {
          if (!hasNext()) {
            throw new NoSuchElementException();
          }
          InternalRow row = next;
          next = null;
          return row;
        }
      };
    }
  }
}
