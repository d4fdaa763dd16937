package dev.dropwhy.agent.frames;

/** Reads the payload of one link protocol. Total: gives details for every sequence of bytes, in bounded time. */
@FunctionalInterface
interface PayloadDecoder {

    /**
     * Describes a frame.
     *
     * @param header the frame's headers, with its payload
     * @return what the payload says
     */
    Details decode(LinkHeader header);
}
