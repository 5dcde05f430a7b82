package dev.jetbridge.pipelines.ingest;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.codegen.CodeBlock;
import org.apache.spark.sql.catalyst.expressions.codegen.CodeGenerator;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.catalyst.expressions.codegen.JavaCode;
import org.apache.spark.sql.types.DataType;
import scala.collection.IndexedSeq;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * A rule that is null for a row on which it cannot be computed: one on which it throws or goes
 * deeper than the stack. Either is the fault of that row and not of its file; Spark's own TryEval
 * takes the first for one only.
 */
final class TryRule extends Expression implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Expression rule;

  TryRule(Expression rule) {
    this.rule = rule;
  }

  @Override
  public Seq<Expression> children() {
    return JavaConverters.asScalaBuffer(List.of(rule)).toSeq();
  }

  @Override
  public Expression withNewChildrenInternal(IndexedSeq<Expression> children) {
    return new TryRule(children.apply(0));
  }

  @Override
  public DataType dataType() {
    return rule.dataType();
  }

  @Override
  public boolean nullable() {
    return true;
  }

  @Override
  public Object eval(InternalRow row) {
    try {
      return rule.eval(row);
    } catch (Exception | StackOverflowError e) {
      return null;
    }
  }

  @Override
  public ExprCode doGenCode(CodegenContext context, ExprCode result) {
    ExprCode tried = rule.genCode(context);
    String type = CodeGenerator.javaType(dataType());
    String none = CodeGenerator.defaultValue(dataType(), false);
    List<String> code =
        List.of(
            "boolean ",
            " = true;\n" + type + " ",
            " = " + none + ";\ntry {\n",
            "\n",
            " = ",
            ";\n",
            " = ",
            ";\n} catch (Exception e) {\n} catch (StackOverflowError e) {\n}\n");
    List<JavaCode> between =
        List.of(
            result.isNull(),
            result.value(),
            tried.code(),
            result.isNull(),
            tried.isNull(),
            result.value(),
            tried.value());
    return ExprCode.apply(
        new CodeBlock(
            JavaConverters.asScalaBuffer(code).toSeq(),
            JavaConverters.asScalaBuffer(between).toSeq()),
        result.isNull(),
        result.value());
  }

  @Override
  public int productArity() {
    return 1;
  }

  @Override
  public Object productElement(int place) {
    return rule;
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof TryRule;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TryRule that && rule.equals(that.rule);
  }

  @Override
  public int hashCode() {
    return rule.hashCode();
  }
}
