namespace Fairlead.Testing.Kernel;

/// <summary>A link, with what only its kind has as octets: the kernel's own business.</summary>
internal sealed class FakeLink
{
    public required FakeNamespace Netns { get; set; }

    public required int Index { get; set; }

    public required string Name { get; set; }

    public required string Kind { get; init; }

    public byte[] Mac { get; set; } = new byte[6];

    public int Mtu { get; set; } = 1500;

    public uint Group { get; set; }

    public string Alias { get; set; } = "";

    public bool Up { get; set; }

    public int Master { get; set; }

    public byte AddressGeneration { get; set; }

    /// <summary>IFLA_INFO_DATA of a vxlan or macvlan.</summary>
    public byte[] Details { get; init; } = [];

    /// <summary>Other end of a veth pair.</summary>
    public FakeLink? Peer { get; set; }

    /// <summary>What carries a macvlan or vxlan.</summary>
    public FakeLink? Lower { get; init; }

    /// <summary>MAC of a device that no program made: it outlives its namespace and is then in the first one. Null for the others.</summary>
    public byte[]? PermanentMac { get; init; }

    public bool IsLoopback => Kind.Length == 0 && PermanentMac is null;

    public bool HasCarrier => Up && (Peer ?? Lower)?.Up != false;
}
