package dev.slipway.hcl.function;

import dev.slipway.hcl.eval.Function;
import dev.slipway.hcl.eval.FunctionException;
import dev.slipway.hcl.value.BigFloat;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Functions of IP networks.
final class Networks {
    private static final int NEW_BITS_MAX = 32;

    private Networks() {}

    static void addTo(Map<String, Function> table) {
        table.put(
                "cidrhost",
                Definition.of()
                        .taking("prefix", Type.Primitive.STRING)
                        .taking("hostnum", Type.Primitive.NUMBER)
                        .yields(Type.Primitive.STRING, arguments -> host(arguments)));
        table.put(
                "cidrnetmask",
                Strings.one(
                        "prefix",
                        texts -> {
                            Network network = network(texts.getFirst());
                            if (network.bits() != Network.BITS_4 && !network.isMapped()) {
                                throw FunctionException.argument(
                                        0,
                                        "IPv6 addresses cannot have a netmask: "
                                                + texts.getFirst());
                            }
                            return network.mask();
                        }));
        table.put(
                "cidrsubnet",
                Definition.of()
                        .taking("prefix", Type.Primitive.STRING)
                        .taking("newbits", Type.Primitive.NUMBER)
                        .taking("netnum", Type.Primitive.NUMBER)
                        .yields(Type.Primitive.STRING, arguments -> subnet(arguments)));
        table.put(
                "cidrsubnets",
                Definition.of()
                        .taking("prefix", Type.Primitive.STRING)
                        .repeating("newbits", Type.Primitive.NUMBER)
                        .yields(Type.list(Type.Primitive.STRING), arguments -> subnets(arguments)));
    }

    private static Network network(String text) throws FunctionException {
        Network network = Network.parse(text);
        if (network == null) {
            throw FunctionException.argument(
                    0, "invalid CIDR expression: invalid CIDR address: " + text);
        }
        return network;
    }

    private static BigInteger integer(Value value, int argument) throws FunctionException {
        BigFloat number = Values.number(value);
        if (!number.isInteger()) {
            throw FunctionException.argument(argument, "value must be a whole number");
        }
        return number.toBigInteger();
    }

    private static Value host(List<Value> arguments) throws FunctionException {
        BigInteger number = integer(arguments.getLast(), 1);
        Network network = network(Values.text(arguments.getFirst()));
        BigInteger size = BigInteger.ONE.shiftLeft(network.bits() - network.length());
        BigInteger host = number.signum() < 0 ? size.add(number) : number;
        if (host.signum() < 0 || host.compareTo(size) >= 0) {
            throw FunctionException.failure(
                    "prefix of "
                            + network.length()
                            + " does not accommodate a host numbered "
                            + number);
        }
        if (network.isMapped() && host.signum() != 0) {
            return Value.of(mappedHost(network.address(), host));
        }
        return Value.of(network.text(network.address().add(host)));
    }

    /// The binary counts hosts of IPv4 networks in IPv6 notation from the wrong end of the address;
    /// what plans were made with must stay.
    private static String mappedHost(BigInteger address, BigInteger host) {
        BigInteger misplaced = host.shiftLeft(Network.BITS_6 - Network.BITS_4);
        return new Network(BigInteger.ZERO, 0, Network.BITS_6).text(address.or(misplaced));
    }

    private static Value subnet(List<Value> arguments) throws FunctionException {
        int newBits = Numbers.integer(arguments, 1);
        BigInteger number = integer(arguments.getLast(), 2);
        Network network = network(Values.text(arguments.getFirst()));
        int length = network.length() + newBits;
        if (length > network.bits() || length < 0) {
            throw FunctionException.failure(
                    "insufficient address space to extend prefix of "
                            + network.length()
                            + " by "
                            + newBits);
        }
        if (newBits >= 0 && number.abs().bitLength() > newBits) {
            throw FunctionException.failure(
                    "prefix extension of "
                            + newBits
                            + " does not accommodate a subnet numbered "
                            + number);
        }
        BigInteger address = network.address().or(number.shiftLeft(network.bits() - length)).abs();
        return Value.of(network.text(address) + "/" + network.shownLength(length));
    }

    /// One after another, each where its own size lets it begin. There is no network before one
    /// that begins at zero, and so nothing to count from; the binary refuses those too.
    private static Value subnets(List<Value> arguments) throws FunctionException {
        Network network = network(Values.text(arguments.getFirst()));
        BigInteger end =
                network.address().add(BigInteger.ONE.shiftLeft(network.bits() - network.length()));
        BigInteger next = network.address();
        List<Value> subnets = new ArrayList<>();
        for (int index = 1; index < arguments.size(); index++) {
            int newBits = Numbers.integer(arguments, index);
            int length = network.length() + newBits;
            if (newBits < 1) {
                throw FunctionException.argument(index, "must extend prefix by at least one bit");
            }
            if (newBits > NEW_BITS_MAX) {
                throw FunctionException.argument(
                        index, "may not extend prefix by more than 32 bits");
            }
            if (length > network.bits()) {
                throw FunctionException.argument(
                        index,
                        "would extend prefix to "
                                + length
                                + " bits, which is too long for an IPv"
                                + (network.bits() == Network.BITS_4 ? 4 : 6)
                                + " address");
            }
            BigInteger size = BigInteger.ONE.shiftLeft(network.bits() - length);
            BigInteger start = next.add(size).subtract(BigInteger.ONE).divide(size).multiply(size);
            boolean first = network.address().signum() == 0 || network.isMapped();
            if (first || start.add(size).compareTo(end) > 0) {
                throw FunctionException.argument(
                        index,
                        "not enough remaining address space for a subnet with a prefix of "
                                + length
                                + " bits");
            }
            subnets.add(Value.of(network.text(start) + "/" + network.shownLength(length)));
            next = start.add(size);
        }
        return Values.list(Type.Primitive.STRING, subnets);
    }
}
