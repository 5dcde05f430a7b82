package dev.jetbridge.pipelines.ingest;

import java.util.List;
import java.util.Set;

/** The files of a product that were taken so far. */
@FunctionalInterface
public interface FileHistory {
  /** That of a product of which nothing was taken. */
  FileHistory NONE = (names, contents) -> List.of();

  /** Those that have one of these names, or one of these contents. */
  List<TakenFile> like(Set<String> names, Set<String> contents);
}
