package dev.jetbridge.pipelines.servers.dataexchange;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.Method;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * Reads a request into the SDK's own class for it and refuses what its model does not know: unknown
 * members, wrong types, values outside an enumeration. Which members of a body are required the
 * SDK's classes do not say; whoever uses them asks for them by {@link #required}.
 */
final class ModelReader {
  private ModelReader() {}

  /**
   * Fills the builder of a request.
   *
   * @param path values of the URI by member, such as DataSetId
   * @param body empty object for requests without one
   * @throws ApiRefusal ValidationException for the first fault
   */
  static <T> T read(
      Buildable builder,
      Class<T> type,
      Map<String, String> path,
      Map<String, String> query,
      JsonNode body) {
    SdkPojo pojo = (SdkPojo) builder;
    refuseUnknown(names(pojo, MarshallLocation.QUERY_PARAM), query.keySet(), "parameter");
    for (SdkField<?> field : pojo.sdkFields()) {
      Map<String, String> given = field.location() == MarshallLocation.PATH ? path : query;
      if (field.location() != MarshallLocation.PAYLOAD && given.containsKey(field.locationName())) {
        field.set(pojo, fromText(field, given.get(field.locationName())));
      }
    }
    fill(pojo, body, "");
    Object request = builder.build();
    check((SdkPojo) request, "");
    return type.cast(request);
  }

  private static void fill(SdkPojo pojo, JsonNode body, String place) {
    if (!body.isObject()) {
      throw ApiRefusal.invalid("The body must be a JSON object: " + place);
    }
    Set<String> given = new TreeSet<>();
    body.fieldNames().forEachRemaining(given::add);
    refuseUnknown(names(pojo, MarshallLocation.PAYLOAD), given, "member" + place);
    for (SdkField<?> field : pojo.sdkFields()) {
      JsonNode node = body.get(field.locationName());
      if (field.location() == MarshallLocation.PAYLOAD && node != null) {
        field.set(pojo, fromJson(field, node, place + "." + field.locationName()));
      }
    }
  }

  private static Set<String> names(SdkPojo pojo, MarshallLocation location) {
    Set<String> names = new TreeSet<>();
    for (SdkField<?> field : pojo.sdkFields()) {
      if (field.location() == location) {
        names.add(field.locationName());
      }
    }
    return names;
  }

  private static void refuseUnknown(Set<String> known, Set<String> given, String what) {
    for (String name : given) {
      if (!known.contains(name)) {
        throw ApiRefusal.invalid("Unknown " + what + " " + name + ", known are " + known);
      }
    }
  }

  private static Object fromText(SdkField<?> field, String text) {
    return switch (field.marshallingType().getKnownType()) {
      case STRING -> text;
      case INTEGER -> {
        try {
          yield Integer.valueOf(text);
        } catch (NumberFormatException e) {
          throw ApiRefusal.invalid(field.locationName() + " must be a whole number");
        }
      }
      default -> throw ApiRefusal.invalid("Unsupported type of " + field.locationName());
    };
  }

  private static Object fromJson(SdkField<?> field, JsonNode node, String place) {
    return switch (field.marshallingType().getKnownType()) {
      case STRING -> {
        if (!node.isTextual()) {
          throw ApiRefusal.invalid(place + " must be a string");
        }
        yield node.asText();
      }
      case SDK_POJO -> {
        SdkPojo nested = field.constructor().get();
        fill(nested, node, place);
        yield ((Buildable) nested).build();
      }
      default -> throw ApiRefusal.invalid("This server has no use for " + place);
    };
  }

  /**
   * The value of a member that the API reference calls required.
   *
   * @throws ApiRefusal ValidationException when it is missing
   */
  static <T> T required(T value, String name) {
    if (value == null) {
      throw ApiRefusal.invalid("Missing required member " + name);
    }
    return value;
  }

  /** Enumerations of the request and of everything in it. */
  private static void check(SdkPojo pojo, String place) {
    for (SdkField<?> field : pojo.sdkFields()) {
      Object value = field.getValueOrDefault(pojo);
      String name = place + "." + field.locationName();
      if (value instanceof SdkPojo nested) {
        check(nested, name);
      } else if (value instanceof String text && isUnknownValue(pojo, field)) {
        throw ApiRefusal.invalid("Unknown value " + text + " of " + name);
      }
    }
  }

  /** The getter of an enumeration gives a constant of this name for values that are none. */
  private static boolean isUnknownValue(SdkPojo pojo, SdkField<?> field) {
    String member = field.memberName();
    try {
      Method getter =
          pojo.getClass()
              .getMethod(member.substring(0, 1).toLowerCase(Locale.ROOT) + member.substring(1));
      return getter.invoke(pojo) instanceof Enum<?> value
          && value.name().equals("UNKNOWN_TO_SDK_VERSION");
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no getter of " + member + " in the SDK's model", e);
    }
  }
}
