package dev.jetbridge.pipelines.session;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers which classes there are not. Spark's compiler asks for a class by each name that its
 * generated code could mean; one that does not exist is looked for in every jar of the class path,
 * each time anew.
 */
final class MissingClasses extends ClassLoader {
  static {
    registerAsParallelCapable();
  }

  private final Set<String> missing = ConcurrentHashMap.newKeySet();

  MissingClasses(ClassLoader parent) {
    super("missing-classes", parent);
  }

  /** Stands before the class loader of this thread, whose sessions and threads then use it. */
  static void install() {
    Thread thread = Thread.currentThread();
    ClassLoader loader = thread.getContextClassLoader();
    if (!(loader instanceof MissingClasses)) {
      thread.setContextClassLoader(new MissingClasses(loader));
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (missing.contains(name)) {
      throw new ClassNotFoundException(name);
    }
    try {
      return super.loadClass(name, resolve);
    } catch (ClassNotFoundException e) {
      missing.add(name);
      throw e;
    }
  }
}
