using Fairlead.Model.Addresses;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Rules;

/// <summary>What an ENI takes from the pools of its vSwitch and gives back to them.</summary>
internal sealed class PoolChange(CloudIndex index, NetworkInterface eni)
{
    private readonly AddressPoolChange _four = index.Pools[eni.VSwitch].Change();
    private AddressPool6 _six = index.Pools6.GetValueOrDefault(eni.VSwitch, AddressPool6.Empty);

    /// <summary>Both lists keep the order of what stays, so one walk tells what came and what went.</summary>
    public void Set(ReadOnlySpan<InetAddress> before, ReadOnlySpan<InetAddress> after)
    {
        var kept = 0;
        foreach (var address in before)
        {
            if (kept < after.Length && after[kept] == address)
            {
                kept++;
            }
            else
            {
                Release(address.ToCidr());
            }
        }

        foreach (var address in after[kept..])
        {
            Take(address.ToCidr());
        }
    }

    public void Set(ReadOnlySpan<Cidr> before, ReadOnlySpan<Cidr> after)
    {
        var kept = 0;
        foreach (var prefix in before)
        {
            if (kept < after.Length && after[kept] == prefix)
            {
                kept++;
            }
            else
            {
                Release(prefix);
            }
        }

        foreach (var prefix in after[kept..])
        {
            Take(prefix);
        }
    }

    public CloudIndex Done()
    {
        var isSame = ReferenceEquals(_six, index.Pools6.GetValueOrDefault(eni.VSwitch, AddressPool6.Empty));
        return index with
        {
            Pools = index.Pools.SetItem(eni.VSwitch, _four.Done()),
            Pools6 = isSame ? index.Pools6 : index.Pools6.SetItem(eni.VSwitch, _six),
        };
    }

    private void Take(Cidr range)
    {
        if (range.IsV6)
        {
            _six = _six.Take(range, eni.Id);
        }
        else
        {
            _four.Take(range, eni.Id);
        }
    }

    private void Release(Cidr range)
    {
        if (range.IsV6)
        {
            _six = _six.Release(range);
        }
        else
        {
            _four.Release(range);
        }
    }
}
