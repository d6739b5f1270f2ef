using Fairlead.Linux.Interop;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Netlink;
using Fairlead.Linux.Nftables;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Model.Nftables;
using Fairlead.Reconciliation;

namespace Fairlead.Linux.Tests.Contract;

/// <summary>Our nftables objects on both kernels: what is written is what is read.</summary>
public abstract class NftablesContract<TKernel> : IDisposable
    where TKernel : IKernel, new()
{
    private static readonly NftTableKey Table = new(NftFamily.Inet, OurMark.NftablesTable);
    private readonly INetworkNamespace _netns = new TKernel().NewNamespace();
    private readonly NftConnection _connection;
    private readonly NftReader _reader;
    private readonly NftObjectTarget _objects;
    private readonly NftElementTarget _elements;

    protected NftablesContract()
    {
        _connection = new NftConnection(_netns.Open(NetlinkProtocol.Netfilter));
        _reader = NftReader.Open(_netns);
        _objects = new NftObjectTarget(_connection, _reader);
        _elements = new NftElementTarget(_connection, _reader);
    }

    public void Dispose()
    {
        _connection.Dispose();
        _reader.Dispose();
        _netns.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void What_is_written_is_read_back_equal()
    {
        var wished = Wished(NftTableFlags.None);
        Create(wished);
        var read = _objects.Read(Scope.Everything, wished);
        foreach (var (key, row) in wished)
        {
            Assert.True(read.ContainsKey(key), $"{key} is missing");
            Assert.Equal(row, read[key]);
        }
    }

    [Fact]
    public void Elements_are_read_back_equal_and_go_again()
    {
        Create(Wished(NftTableFlags.None));
        var elements = Elements().ToDictionary(NftElementKey.Of);
        var made = _elements.Apply(elements.Select(pair => new Change<NftElementKey, NftElement>(pair.Key, null, pair.Value)).ToList());
        Assert.All(made, outcome => Assert.Null(outcome.Error));
        Assert.Equal(elements.OrderBy(pair => pair.Key.ToString()), _elements.Read(Scope.Everything, elements).OrderBy(pair => pair.Key.ToString()));
        var gone = _elements.Apply(elements.Select(pair => new Change<NftElementKey, NftElement>(pair.Key, pair.Value, null)).ToList());
        Assert.All(gone, outcome => Assert.Null(outcome.Error));
        Assert.Empty(_elements.Read(Scope.Everything, elements));
    }

    [Fact]
    public void A_chain_is_changed_as_one_piece()
    {
        var wished = Wished(NftTableFlags.None);
        Create(wished);
        var key = wished.Keys.Single(key => key.Name == "raw");
        var changed = wished[key] with { Rules = [new NftRuleBody("only", NftList.Of(NftExpressions.IifGroup(7), NftExpressions.Drop()))] };
        Assert.Null(_objects.Apply([new Change<NftObjectKey, NftObjectRow>(key, wished[key], changed)])[0].Error);
        Assert.Equal(changed, _objects.Read(Scope.Everything, wished)[key]);
    }

    [Fact]
    public void One_refused_object_refuses_the_whole_transaction()
    {
        var wished = Wished(NftTableFlags.None);
        var key = new NftObjectKey(NftObjectKind.Chain, Table, "bad");
        wished[key] = new NftObjectRow(key) { Rules = [new NftRuleBody("", NftList.Of(NftExpressions.Jump("nowhere")))] };
        var outcomes = _objects.Apply(wished.Select(pair => new Change<NftObjectKey, NftObjectRow>(pair.Key, null, pair.Value)).ToList());
        Assert.All(outcomes, outcome => Assert.NotNull(outcome.Error));
        Assert.Empty(_objects.Read(Scope.Everything, wished));
    }

    [Fact]
    public void An_owned_table_outlives_its_owner_and_is_adopted()
    {
        var flags = NftTableFlags.Owner | NftTableFlags.Persist;
        var key = new NftObjectKey(NftObjectKind.Table, Table, "");
        var row = new NftObjectRow(key) { Flags = flags };
        using (var first = new NftConnection(_netns.Open(NetlinkProtocol.Netfilter)))
        {
            var outcome = new NftObjectTarget(first, _reader).Apply([new Change<NftObjectKey, NftObjectRow>(key, null, row)])[0];
            Assert.Null(outcome.Error);
            var made = _objects.Read(Scope.Everything, new Dictionary<NftObjectKey, NftObjectRow>())[key];
            Assert.SkipWhen((made.Flags & NftTableFlags.Persist) == 0, "this kernel has no persistent owner tables (6.9)");
            using var other = new NftConnection(_netns.Open(NetlinkProtocol.Netfilter));
            Assert.NotNull(new NftObjectTarget(other, _reader).Apply([new Change<NftObjectKey, NftObjectRow>(key, row, null)])[0].Error);
        }

        var orphan = _objects.Read(Scope.Everything, new Dictionary<NftObjectKey, NftObjectRow>())[key];
        Assert.Equal(NftTableFlags.Persist, orphan.Flags & NftTableFlags.Persist);
        Assert.Null(_objects.Apply([new Change<NftObjectKey, NftObjectRow>(key, orphan, row)])[0].Error);
        Assert.Equal(flags, _objects.Read(Scope.Everything, new Dictionary<NftObjectKey, NftObjectRow>())[key].Flags);
    }

    [Fact]
    public void A_chain_or_set_that_is_in_use_stays_and_goes_with_its_user()
    {
        var wished = Wished(NftTableFlags.None);
        Create(wished);
        foreach (var name in new[] { "other", "src4" })
        {
            var key = wished.Keys.Single(key => key.Name == name);
            Assert.Equal(Errno.EBUSY, _objects.Apply([new Change<NftObjectKey, NftObjectRow>(key, wished[key], null)])[0].Error?.Code);
        }

        var gone = _objects.Apply(wished.Select(pair => new Change<NftObjectKey, NftObjectRow>(pair.Key, pair.Value, null)).ToList());
        Assert.All(gone, outcome => Assert.Null(outcome.Error));
        Assert.Empty(_objects.Read(Scope.Everything, wished));
    }

    [Fact]
    public void An_element_that_is_refused_spoils_no_other()
    {
        Create(Wished(NftTableFlags.None));
        var bad = new NftElement { Set = new NftName(Table, "src4"), Key = NftValue.Concatenated(NftValue.HostOrder(6), NftValue.Address(InetAddress.Parse("10.244.1.8"))), Verdict = NftVerdict.Goto("nowhere") };
        NftElement[] elements = [.. Elements(), bad];
        var outcomes = _elements.Apply([.. elements.Select(element => new Change<NftElementKey, NftElement>(NftElementKey.Of(element), null, element))]);
        Assert.Equal([bad], elements.Zip(outcomes).Where(pair => pair.Second.Error is not null).Select(pair => pair.First));
        Assert.Equal(elements.Length - 1, _elements.Read(Scope.Everything, new Dictionary<NftElementKey, NftElement>()).Count);
    }

    [Fact]
    public void An_elements_value_is_changed_in_one_transaction()
    {
        Create(Wished(NftTableFlags.None));
        var element = Elements().First();
        var key = NftElementKey.Of(element);
        Assert.Null(_elements.Apply([new Change<NftElementKey, NftElement>(key, null, element)])[0].Error);
        var changed = element with { Verdict = NftVerdict.Drop };
        Assert.Equal(Errno.EEXIST, _elements.Apply([new Change<NftElementKey, NftElement>(key, null, changed)])[0].Error?.Code);
        Assert.Null(_elements.Apply([new Change<NftElementKey, NftElement>(key, element, changed)])[0].Error);
        Assert.Equal(changed, Assert.Single(_elements.Read(Scope.Everything, new Dictionary<NftElementKey, NftElement>())).Value);
    }

    [Fact]
    public void Intervals_that_overlap_are_refused()
    {
        Create(Wished(NftTableFlags.None));
        NftElement Net(string cidr) => new() { Set = new NftName(Table, "nets"), Key = NftValue.Address(Cidr.Parse(cidr).First), KeyEnd = NftValue.Address(Cidr.Parse(cidr).Last) };
        NftElement[] nets = [Net("10.0.0.0/8"), Net("10.1.0.0/16")];
        var outcomes = nets.Select(net => _elements.Apply([new Change<NftElementKey, NftElement>(NftElementKey.Of(net), null, net)])[0].Error?.Code ?? 0);
        Assert.Equal([0, Errno.EEXIST], outcomes);
    }

    private static Dictionary<NftObjectKey, NftObjectRow> Wished(NftTableFlags flags)
    {
        NftObjectRow[] rows =
        [
            new(new NftObjectKey(NftObjectKind.Table, Table, "")) { Flags = flags },
            Set("src4", NftSetFlags.Map | NftSetFlags.Concatenation, [NftType.InterfaceIndex, NftType.Ipv4Address], [NftType.Verdict]),
            Set("src6", NftSetFlags.Map | NftSetFlags.Concatenation, [NftType.InterfaceIndex, NftType.Ipv6Address], [NftType.Verdict]),
            Set("nets", NftSetFlags.Interval, [NftType.Ipv4Address], []),
            new(new NftObjectKey(NftObjectKind.Chain, Table, "other")) { Rules = [new NftRuleBody("mark", NftList.Of(NftExpressions.SetMark(0x100, 0xf00), NftExpressions.Accept()))] },
            new(new NftObjectKey(NftObjectKind.Chain, Table, "raw"))
            {
                Hook = new NftHook("filter", NftHook.Prerouting, -300, NftVerdictKind.Accept),
                Rules =
                [
                    new NftRuleBody("v4", NftList.Of(NftExpressions.IifGroup(OurMark.PodGroup), NftExpressions.NfProtocol(false), NftExpressions.IifVmap(register => NftExpressions.SourceAddress(false, register), "src4"))),
                    new NftRuleBody("v6", NftList.Of(NftExpressions.IifGroup(OurMark.PodGroup), NftExpressions.NfProtocol(true), NftExpressions.IifVmap(register => NftExpressions.SourceAddress(true, register), "src6"))),
                    new NftRuleBody("nets", NftList.Of(NftExpressions.InSet(NftExpressions.DestinationAddress(false), "nets", true), NftExpressions.Goto("other"))),
                    new NftRuleBody("rest", NftList.Of(NftExpressions.IifGroup(OurMark.PodGroup), NftExpressions.Counter(), NftExpressions.Drop())),
                ],
            },
            new(new NftObjectKey(NftObjectKind.Chain, Table, "post"))
            {
                Hook = new NftHook("nat", NftHook.Postrouting, 100, NftVerdictKind.Accept),
                Rules = [new NftRuleBody("masquerade", NftList.Of(NftExpressions.InCidr(NftExpressions.DestinationAddress(false), Cidr.Parse("10.0.0.0/8"), true), NftExpressions.DestinationIsLocal(), NftExpressions.Masquerade()))],
            },
        ];
        return rows.ToDictionary(row => row.Key);
    }

    private static NftObjectRow Set(string name, NftSetFlags flags, EquatableList<NftType> key, EquatableList<NftType> data) =>
        new(new NftObjectKey(NftObjectKind.Set, Table, name)) { Set = new NftSet { Key = new NftName(Table, name), Flags = flags, KeyType = key, DataType = data } };

    private static IEnumerable<NftElement> Elements()
    {
        yield return new NftElement { Set = new NftName(Table, "src4"), Key = NftValue.Concatenated(NftValue.HostOrder(5), NftValue.Address(InetAddress.Parse("10.244.1.7"))), Verdict = NftVerdict.Accept };
        yield return new NftElement { Set = new NftName(Table, "src6"), Key = NftValue.Concatenated(NftValue.HostOrder(5), NftValue.Address(InetAddress.Parse("fd10::7"))), Verdict = NftVerdict.Goto("other") };
        foreach (var cidr in new[] { "10.0.0.0/8", "11.0.0.0/8", "192.168.0.0/24", "255.255.255.0/24" })
        {
            var net = Cidr.Parse(cidr);
            yield return new NftElement { Set = new NftName(Table, "nets"), Key = NftValue.Address(net.First), KeyEnd = NftValue.Address(net.Last) };
        }
    }

    private void Create(Dictionary<NftObjectKey, NftObjectRow> wished)
    {
        var outcomes = _objects.Apply(wished.Select(pair => new Change<NftObjectKey, NftObjectRow>(pair.Key, null, pair.Value)).ToList());
        Assert.All(outcomes, outcome => Assert.Null(outcome.Error));
    }
}

public sealed class NftablesOfTheFakeKernel : NftablesContract<TheFakeKernel>;

public sealed class NftablesOfTheRealKernel : NftablesContract<TheRealKernel>;
