package dev.jetbridge.pipelines.run;

/** What a transformation threw, when it was put together or while its rows were computed. */
final class TransformationFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String transformation;

  TransformationFailed(String transformation, Throwable cause) {
    // Without the words of the cause, which may hold values of rows.
    super(null, cause);
    this.transformation = transformation;
  }

  String transformation() {
    return transformation;
  }
}
