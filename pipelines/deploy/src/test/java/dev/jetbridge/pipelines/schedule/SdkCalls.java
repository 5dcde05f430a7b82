package dev.jetbridge.pipelines.schedule;

import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The operations of AWS that classes of ours call by clients of the SDK, from the constants of the
 * class files: whoever calls or refers to a method of a client names it there.
 */
final class SdkCalls {
  private static final Pattern CLIENT =
      Pattern.compile("software/amazon/awssdk/services/([a-z0-9]+)/[A-Za-z0-9]+Client");

  /** Methods of clients that call nothing. */
  private static final Set<String> OF_THE_CLIENT = Set.of("builder", "create", "close");

  private SdkCalls() {}

  /**
   * A call.
   *
   * @param service the package of its client
   */
  record Call(String service, String operation) {}

  static Set<Call> ofTheProgram() throws IOException {
    Set<Call> calls = new HashSet<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(entry);
      boolean tests = path.endsWith("test-classes") || path.endsWith("test");
      // An empty entry would be the working directory.
      if (!entry.isEmpty() && Files.isDirectory(path) && !tests) {
        addFolder(path, calls);
      } else if (entry.matches(".*/jetbridge-[a-z]+-[0-9][^/]*(?<!tests)\\.jar")) {
        addJar(path, calls);
      }
    }
    return calls;
  }

  private static void addFolder(Path folder, Set<Call> calls) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files.filter(f -> isOurs(f.toString()))::iterator) {
        try (InputStream in = Files.newInputStream(file)) {
          add(in, calls);
        }
      }
    }
  }

  private static void addJar(Path jar, Set<Call> calls) throws IOException {
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(jar))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (isOurs(entry.getName())) {
          add(zip, calls);
        }
      }
    }
  }

  private static boolean isOurs(String name) {
    // The sample airline and its counterparts, where they are on the class path, never deploy.
    return name.endsWith(".class")
        && List.of("bench", "airline", "servers", "simulator", "rehearsal").stream()
            .noneMatch(p -> name.contains("dev/jetbridge/pipelines/" + p + "/"));
  }

  private static void add(InputStream classFile, Set<Call> calls) throws IOException {
    DataInputStream in = new DataInputStream(classFile);
    in.skipNBytes(8);
    int entries = in.readUnsignedShort();
    Map<Integer, String> texts = new HashMap<>();
    Map<Integer, Integer> classes = new HashMap<>();
    Map<Integer, Integer> names = new HashMap<>();
    List<int[]> methods = new ArrayList<>();
    for (int i = 1; i < entries; i++) {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case 1 -> texts.put(i, in.readUTF());
        case 7 -> classes.put(i, in.readUnsignedShort());
        case 12 -> {
          names.put(i, in.readUnsignedShort());
          in.skipNBytes(2);
        }
        case 10, 11 -> methods.add(new int[] {in.readUnsignedShort(), in.readUnsignedShort()});
        case 5, 6 -> {
          in.skipNBytes(8);
          // They take two places.
          i++;
        }
        case 8, 16, 19, 20 -> in.skipNBytes(2);
        case 15 -> in.skipNBytes(3);
        default -> in.skipNBytes(4);
      }
    }
    for (int[] method : methods) {
      Matcher client = CLIENT.matcher(texts.get(classes.get(method[0])));
      String name = texts.get(names.get(method[1]));
      if (client.matches() && !OF_THE_CLIENT.contains(name)) {
        String operation = name.replaceFirst("Paginator$", "");
        calls.add(
            new Call(
                client.group(1),
                operation.substring(0, 1).toUpperCase(Locale.ROOT) + operation.substring(1)));
      }
    }
  }
}
