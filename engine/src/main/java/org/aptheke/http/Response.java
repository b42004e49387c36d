package org.aptheke.http;

/**
 * A response with its content. Whoever holds it last closes the content.
 *
 * @param status a final status, 200 to 599
 */
public record Response(int status, Fields fields, Content content) {
    public Response withFields(Fields newFields) {
        return new Response(status, newFields, content);
    }
}
