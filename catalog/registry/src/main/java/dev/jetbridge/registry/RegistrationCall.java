package dev.jetbridge.registry;

import java.util.Map;

/**
 * One call of a catalog service.
 *
 * @param service such as Glue
 * @param operation such as UpdateTable, in the service's spelling
 * @param request the request's members in the service's spelling; strings, numbers, booleans, lists
 *     and maps, ready to be written as JSON
 */
public record RegistrationCall(
    String service, String operation, Effect effect, Map<String, Object> request) {

  /** Whether a call changes the catalog. */
  public enum Effect {
    READ,
    WRITE
  }
}
