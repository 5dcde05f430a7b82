package dev.jetbridge.pipelines.landing;

import java.io.Serializable;

/**
 * What a sender says of a file in files beside it.
 *
 * @param records how many it holds; null when it does not say
 * @param bytes how many it has as it was sent; null when it does not say
 * @param md5 in lower case hex; null when it does not say
 * @param sha256 in lower case hex; null when it does not say
 * @param fault why what it says cannot be understood; null when it can
 */
public record Promise(Long records, Long bytes, String md5, String sha256, String fault)
    implements Serializable {
  /** Nothing was promised. */
  public static final Promise NONE = new Promise(null, null, null, null, null);

  /** Nothing that could be understood was promised. */
  public static Promise unclear(String fault) {
    return new Promise(null, null, null, null, fault);
  }
}
