package dev.jetbridge.pipelines.workspace;

/** The version of the program, recorded with every run. */
public final class CodeVersion {
  private CodeVersion() {}

  /** From the jar's manifest; "development" for classes that are not in a jar. */
  public static String current() {
    String version = CodeVersion.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
