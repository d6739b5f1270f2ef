using Fairlead.Model.Addresses;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Rules.Interfaces;

/// <summary>Picks what a wish gets from a vSwitch: first what is named, then free ones.</summary>
/// <param name="owner">Id of the ENI that gets it.</param>
internal sealed class AddressPlan(CloudState state, VSwitch vSwitch, string owner)
{
    private const int Tries = 64;

    private readonly List<InetAddress> _addresses = [];
    private readonly List<Cidr> _prefixes = [];
    private readonly AddressPoolChange _four = state.Index.Pools[vSwitch.Id].Change();
    private AddressPool6 _six = state.Index.Pools6.GetValueOrDefault(vSwitch.Id, AddressPool6.Empty);
    private ulong _random = state.Random;
    private bool _hasSix;

    public IReadOnlyList<InetAddress> Addresses => _addresses;

    public IReadOnlyList<Cidr> Prefixes => _prefixes;

    /// <summary>The state with what was picked taken from the pools.</summary>
    public CloudState Taken()
    {
        var (pools, pools6) = (state.Index.Pools.SetItem(vSwitch.Id, _four.Done()), state.Index.Pools6);
        return state with { Random = _random, Index = state.Index with { Pools = pools, Pools6 = _hasSix ? pools6.SetItem(vSwitch.Id, _six) : pools6 } };
    }

    /// <returns>What is in the way; null where the plan has all.</returns>
    public CloudError? Add(AddressWish wish)
    {
        if (wish.V6 && wish.Total > 0 && vSwitch.Cidr6 is null)
        {
            return CloudErrors.NoIpv6(vSwitch.Id);
        }

        foreach (var name in wish.Names)
        {
            if (Named(name, wish.V6) is { } error)
            {
                return error;
            }
        }

        foreach (var name in wish.Prefixes)
        {
            if (NamedPrefix(name, wish) is { } error)
            {
                return error;
            }
        }

        return Counted(wish);
    }

    /// <summary>The first address of an ENI, be it asked for after others.</summary>
    public CloudError? AddPrimary(string? name)
    {
        if ((name is null ? Next(v6: false) : Named(name, v6: false)) is { } error)
        {
            return error;
        }

        var primary = _addresses[^1];
        _addresses.RemoveAt(_addresses.Count - 1);
        _addresses.Insert(0, primary);
        return null;
    }

    private CloudError? Counted(AddressWish wish)
    {
        for (var i = 0; i < wish.Count; i++)
        {
            if (Next(wish.V6) is { } error)
            {
                return error;
            }
        }

        for (var i = 0; i < wish.PrefixCount; i++)
        {
            if (NextPrefix(wish.V6) is { } error)
            {
                return error;
            }
        }

        return null;
    }

    private CloudError? Named(string name, bool v6)
    {
        if (!InetAddress.TryParse(name, out var address) || address.IsV6 != v6)
        {
            return CloudErrors.NoAddress(name);
        }

        if (!vSwitch.Contains(address) || vSwitch.IsReserved(address))
        {
            return CloudErrors.NotOfVSwitch(name, vSwitch.Id);
        }

        if (_addresses.Contains(address))
        {
            return CloudErrors.Repeated(name);
        }

        return IsFree(address) ? Take(address) : CloudErrors.Assigned(name);
    }

    private CloudError? NamedPrefix(string name, AddressWish wish)
    {
        if (!Cidr.TryParse(name, out var prefix) || prefix.IsV6 != wish.V6 || prefix.Length != wish.PrefixLength || !prefix.IsNetwork)
        {
            return CloudErrors.NoAddress(name);
        }

        if (!(wish.V6 ? vSwitch.Cidr6!.Value : vSwitch.Cidr).Contains(prefix))
        {
            return CloudErrors.NotOfVSwitch(name, vSwitch.Id);
        }

        if (_prefixes.Contains(prefix))
        {
            return CloudErrors.Repeated(name);
        }

        return (wish.V6 ? _six.IsFree(prefix) : _four.IsFree(prefix)) ? Take(prefix) : CloudErrors.Assigned(name);
    }

    private bool IsFree(InetAddress address) => address.IsV6
        ? _six.IsFree(address)
        : _four.IsFree(address);

    private CloudError? Next(bool v6) => (v6 ? Next6() : _four.Next()) is { } address ? Take(address) : CloudErrors.NoAddressLeft(vSwitch.Id);

    private CloudError? NextPrefix(bool v6) => (v6 ? NextPrefix6() : _four.NextPrefix()) is { } prefix ? Take(prefix) : CloudErrors.NoAddressLeft(vSwitch.Id);

    /// <summary>Single addresses are drawn from the first quarter of the /64, so that prefixes find whole blocks in the rest.</summary>
    private InetAddress? Next6()
    {
        for (var i = 0; i < Tries; i++)
        {
            var address = vSwitch.Cidr6!.Value.First.Plus(Random() >> 2);
            if (!IsReserved6(address) && IsFree(address))
            {
                return address;
            }
        }

        return null;
    }

    private Cidr? NextPrefix6()
    {
        // Blocks from a random one on: all are met once.
        var start = (uint)Random();
        for (var i = 0u; i < 0x10000; i++)
        {
            var prefix = new Cidr(vSwitch.Cidr6!.Value.First.Plus((UInt128)((0x4000 + ((start + i) % 0xc000)) % 0x10000) << 48), 80);
            if (_six.IsFree(prefix))
            {
                return prefix;
            }
        }

        return null;
    }

    private static bool IsReserved6(InetAddress address) => (ulong)address.Bits == 0;

    private CloudError? Take(InetAddress address)
    {
        _addresses.Add(address);
        return Take(address.ToCidr(), address.IsV6);
    }

    private CloudError? Take(Cidr prefix)
    {
        _prefixes.Add(prefix);
        return Take(prefix, prefix.IsV6);
    }

    private CloudError? Take(Cidr range, bool v6)
    {
        if (v6)
        {
            _six = _six.Take(range, owner);
            _hasSix = true;
        }
        else
        {
            _four.Take(range, owner);
        }

        return null;
    }

    private ulong Random()
    {
        _random += 0x9e3779b97f4a7c15;
        return Draw.Mix(_random);
    }
}
