using Fairlead.Model.Addresses;
using Fairlead.Vpc.Collections;

namespace Fairlead.Vpc.Cloud;

/// <summary>Who has which IPv6 address and /80 of a vSwitch's /64.</summary>
/// <param name="Uses">By the number of a /80: how many single addresses it holds, or <see cref="WholePrefix"/>. Of those in use only.</param>
/// <param name="Owners">By address or prefix: the ENI.</param>
public sealed record AddressPool6(PersistentMap<int, int> Uses, PersistentMap<Cidr, string> Owners)
{
    private const int PrefixLength = 80;
    private const int WholePrefix = -1;

    public static AddressPool6 Empty { get; } = new(PersistentMap<int, int>.Empty, PersistentMap<Cidr, string>.Empty);

    public bool IsFree(Cidr prefix) => !Uses.ContainsKey(Block(prefix.First));

    public bool IsFree(InetAddress address) => Uses.GetValueOrDefault(Block(address)) != WholePrefix && !Owners.ContainsKey(address.ToCidr());

    /// <returns>Id of the ENI that has it, be it by a prefix; null where nobody has.</returns>
    public string? OwnerOf(InetAddress address) =>
        Owners.GetValueOrDefault(address.ToCidr()) ?? Owners.GetValueOrDefault(new Cidr(address, PrefixLength).Network);

    public AddressPool6 Take(Cidr range, string owner) => new(
        Uses.SetItem(Block(range.First), range.IsSingleAddress ? Uses.GetValueOrDefault(Block(range.First)) + 1 : WholePrefix),
        Owners.Add(range, owner));

    public AddressPool6 Release(Cidr range)
    {
        var block = Block(range.First);
        var left = range.IsSingleAddress ? Uses[block] - 1 : 0;
        return new(left == 0 ? Uses.Remove(block) : Uses.SetItem(block, left), Owners.Remove(range));
    }

    /// <summary>Number of the /80 within its /64.</summary>
    private static int Block(InetAddress address) => (int)(address.Bits >> 48) & 0xffff;
}
