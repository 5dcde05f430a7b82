package dev.jetbridge.pipelines.ingest.format;

/** Why a file is refused whole. */
public final class FileFault extends Exception {
  private static final long serialVersionUID = 1L;
  private final String place;

  /**
   * @param place where in the file, such as line 17
   */
  public FileFault(String reason, String place) {
    super(reason);
    this.place = place;
  }

  public String place() {
    return place;
  }
}
