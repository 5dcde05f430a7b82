package dev.jetbridge.pipelines.deploy;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The classes that a compiled class names, with slashes. Source: the constant pool of the Java
 * Virtual Machine Specification, SE 17, section 4.4.
 */
final class ClassReferences {
  private static final int UTF8 = 1;
  private static final int LONG = 5;
  private static final int DOUBLE = 6;
  private static final int CLASS = 7;

  private ClassReferences() {}

  static Set<String> of(InputStream classFile) throws IOException {
    DataInputStream in = new DataInputStream(classFile);
    in.skipNBytes(8);
    int entries = in.readUnsignedShort();
    Map<Integer, String> texts = new HashMap<>();
    Set<Integer> classes = new HashSet<>();
    for (int i = 1; i < entries; i++) {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case UTF8 -> texts.put(i, in.readUTF());
        case CLASS -> classes.add(in.readUnsignedShort());
        case LONG, DOUBLE -> {
          in.skipNBytes(8);
          // They take two places.
          i++;
        }
        default -> in.skipNBytes(length(tag));
      }
    }
    Set<String> names = new HashSet<>();
    classes.forEach(index -> names.add(element(texts.get(index))));
    return names;
  }

  private static int length(int tag) throws IOException {
    return switch (tag) {
      // Strings, method types, modules and packages.
      case 8, 16, 19, 20 -> 2;
      // Method handles.
      case 15 -> 3;
      // Numbers, members and what is bound when called.
      case 3, 4, 9, 10, 11, 12, 17, 18 -> 4;
      default -> throw new IOException("constant " + tag + " is of no known class file");
    };
  }

  /** The class of the elements where an array is named. */
  private static String element(String name) {
    return name.startsWith("[") ? name.replaceAll("^\\[+L?|;$", "") : name;
  }
}
