package dev.jetbridge.pipelines.rehearsal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;

/**
 * A copy of Deequ that a platform might bring: a class that we call, without what we call of it.
 */
final class OlderDeequ {
  static final String CLASS = "com.amazon.deequ.dqdl.model.DeequExecutableRule";

  private OlderDeequ() {}

  /** Makes a jar with it, which says whose it is. */
  static Path in(Path jar, String whose) throws IOException {
    Path folder = Files.createTempDirectory(jar.getParent(), "deequ");
    Path source = folder.resolve("DeequExecutableRule.java");
    Files.writeString(
        source,
        "package com.amazon.deequ.dqdl.model; public class DeequExecutableRule {"
            + " public static final String WHOSE = new String(\"%s\"); }".formatted(whose));
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", folder.toString(), source.toString());
    if (code != 0) {
      throw new IOException("it does not compile");
    }
    String entry = CLASS.replace('.', '/') + ".class";
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      out.putNextEntry(new JarEntry(entry));
      out.write(Files.readAllBytes(folder.resolve(entry)));
      out.closeEntry();
    }
    return jar;
  }
}
