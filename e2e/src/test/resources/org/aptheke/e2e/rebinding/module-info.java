/** Put beside the packaged program, in place of the system's resolver. */
module rebinding {
    provides java.net.spi.InetAddressResolverProvider with
            rebinding.Rebinding;
}
