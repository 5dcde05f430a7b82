package dev.jetbridge.pipelines.servers.dataexchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.TimestampFormatTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/** Writes an answer as JSON, its members named as the SDK's model names them; null is left out. */
final class ModelWriter {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ModelWriter() {}

  static ObjectNode write(SdkPojo pojo) {
    ObjectNode object = NODES.objectNode();
    for (SdkField<?> field : pojo.sdkFields()) {
      Object value = field.getValueOrDefault(pojo);
      if (value != null && !isUnset(value)) {
        object.set(field.locationName(), node(field, value));
      }
    }
    return object;
  }

  /** Collections that were not set are empty ones of the SDK's own. */
  private static boolean isUnset(Object value) {
    return value instanceof SdkAutoConstructList || value instanceof SdkAutoConstructMap;
  }

  private static JsonNode node(SdkField<?> field, Object value) {
    if (value instanceof SdkPojo nested) {
      return write(nested);
    }
    if (value instanceof List<?> list) {
      var array = NODES.arrayNode();
      list.forEach(element -> array.add(node(field, element)));
      return array;
    }
    if (value instanceof Instant instant) {
      boolean iso =
          field
              .getOptionalTrait(TimestampFormatTrait.class)
              .filter(t -> t.format() == TimestampFormatTrait.Format.ISO_8601)
              .isPresent();
      return iso
          ? NODES.textNode(instant.toString())
          : NODES.numberNode(instant.toEpochMilli() / 1000.0);
    }
    if (value instanceof Boolean truth) {
      return NODES.booleanNode(truth);
    }
    return value instanceof Double number
        ? NODES.numberNode(number)
        : NODES.textNode(value.toString());
  }
}
