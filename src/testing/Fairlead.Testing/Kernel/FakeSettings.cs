using System.Globalization;
using Fairlead.Linux;
using Fairlead.Linux.Interop;

namespace Fairlead.Testing.Kernel;

/// <summary>The settings below /proc/sys that Fairlead reads or writes, all numbers; a new link gets those of conf/default.</summary>
internal sealed class FakeSettings
{
    private static readonly Dictionary<string, string> OfLinks4 = new()
    {
        ["forwarding"] = "0", ["rp_filter"] = "0", ["route_localnet"] = "0", ["accept_local"] = "0", ["send_redirects"] = "1", ["proxy_arp"] = "0", ["arp_ignore"] = "0",
    };

    private static readonly Dictionary<string, string> OfLinks6 = new()
    {
        ["forwarding"] = "0", ["accept_ra"] = "1", ["disable_ipv6"] = "0", ["accept_dad"] = "1", ["dad_transmits"] = "1",
    };

    private readonly FakeNamespace _netns;
    private readonly Dictionary<string, string> _values = new() { ["net/ipv4/ip_forward"] = "0" };

    public FakeSettings(FakeNamespace netns)
    {
        _netns = netns;
        foreach (var where in new[] { "all", "default", "lo" })
        {
            Set(where, OfLinks4, OfLinks6);
        }
    }

    public string? Read(string path) => _values.GetValueOrDefault(path);

    public void Write(string path, string value)
    {
        if (!_values.ContainsKey(path))
        {
            throw new KernelException("writing", path, Errno.ENOENT);
        }

        if (!int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
        {
            throw new KernelException($"writing {value} to", path, Errno.EINVAL);
        }

        _values[path] = value;
        Tell(path);
    }

    public void AddLink(string name)
    {
        foreach (var (key, value) in _values.Where(pair => pair.Key.Contains("/conf/default/", StringComparison.Ordinal)).ToList())
        {
            _values[key.Replace("/default/", $"/{name}/", StringComparison.Ordinal)] = value;
        }
    }

    public void RenameLink(string before, string after)
    {
        foreach (var (key, value) in _values.Where(pair => pair.Key.Contains($"/conf/{before}/", StringComparison.Ordinal)).ToList())
        {
            _values.Remove(key);
            _values[key.Replace($"/{before}/", $"/{after}/", StringComparison.Ordinal)] = value;
        }
    }

    public void RemoveLink(string name)
    {
        foreach (var key in _values.Keys.Where(key => key.Contains($"/conf/{name}/", StringComparison.Ordinal)).ToList())
        {
            _values.Remove(key);
        }
    }

    private void Set(string where, Dictionary<string, string> v4, Dictionary<string, string> v6)
    {
        foreach (var (name, value) in v4)
        {
            _values[$"net/ipv4/conf/{where}/{name}"] = value;
        }

        foreach (var (name, value) in v6)
        {
            _values[$"net/ipv6/conf/{where}/{name}"] = value;
        }
    }

    // netconf tells of forwarding and rp_filter, not of accept_ra: RTNLGRP_IPV4_NETCONF, RTNLGRP_IPV6_NETCONF, RTM_NEWNETCONF.
    private void Tell(string path)
    {
        if (path.EndsWith("forward", StringComparison.Ordinal) || path.EndsWith("/forwarding", StringComparison.Ordinal) || path.EndsWith("/rp_filter", StringComparison.Ordinal))
        {
            var v6 = path.StartsWith("net/ipv6", StringComparison.Ordinal);
            _netns.Notify(v6 ? 25 : 24, FakeMessage.Build(80, batch => batch.Reserve(4)[0] = FakeFamily.Of(v6)));
        }
    }
}
