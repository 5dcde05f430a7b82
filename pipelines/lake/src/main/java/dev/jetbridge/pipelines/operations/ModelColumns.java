package dev.jetbridge.pipelines.operations;

import java.util.List;

/** The columns of operations.models. */
public final class ModelColumns {
  public static final Field<String> MODEL_ID = Field.text("model_id");
  public static final Field<String> KIND = Field.text("kind");
  public static final Field<String> PARAMETERS = Field.text("parameters");
  public static final Field<String> PROVENANCE = Field.text("provenance");

  static final List<Field<?>> ALL =
      RunKey.and(RunColumns.AS_OF, MODEL_ID, KIND, PARAMETERS, PROVENANCE);

  private ModelColumns() {}
}
