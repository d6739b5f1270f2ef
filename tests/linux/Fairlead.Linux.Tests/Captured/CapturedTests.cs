using Fairlead.Linux.Conntrack;
using Fairlead.Linux.Netlink;
using Fairlead.Linux.Nftables;
using Fairlead.Linux.Tests.Kernel;
using Fairlead.Model.Kernel;
using Fairlead.Model.Nftables;
using Fairlead.Testing.Kernel;

namespace Fairlead.Linux.Tests.Captured;

/// <summary>Our codecs against octets of <c>ip</c>, <c>bridge</c>, <c>nft</c> and <c>conntrack</c>.</summary>
public sealed class CapturedTests
{
    private static RecordedNamespace Recorded => new(Capture.Heard("dumps.hex").Select(heard => heard.Datagram));

    /// <summary>
    /// What is read out of a real kernel's answers is what the programs printed. With FAIRLEAD_ACCEPT set to the folder of the
    /// captures, what is read now becomes what is expected; read the difference before committing it.
    /// </summary>
    [Fact]
    public void A_real_kernels_answers_are_read()
    {
        using var conntrack = ConntrackTable.Open(Recorded);
        string[] lines =
        [
            .. KernelText.Lines(Recorded),
            .. conntrack.Read(v6: false).Concat(conntrack.Read(v6: true)).Select(entry => $"conntrack {entry.Original} reply {entry.Reply}"),
        ];
        var read = string.Join('\n', lines) + "\n";
        if (Environment.GetEnvironmentVariable("FAIRLEAD_ACCEPT") is { Length: > 0 } accept)
        {
            File.WriteAllText(Path.Combine(accept, "world.txt"), read);
        }
        else
        {
            Assert.Equal(File.ReadAllText(Capture.PathOf("world.txt")), read);
        }
    }

    [Fact]
    public void Every_expression_that_we_write_is_one_that_nft_writes()
    {
        using var reader = NftReader.Open(Recorded);
        var read = reader.Read();
        var kinds = read.Rules.SelectMany(rule => rule.Expressions).Select(expression => expression.GetType()).ToHashSet();
        Assert.DoesNotContain(typeof(NftUnknown), kinds);
        // nft needs no conversion of octet order for these rules, and says immediate values and ranges with other expressions.
        Type[] unused = [typeof(NftUnknown), typeof(NftByteOrder), typeof(NftImmediate), typeof(NftRange)];
        Assert.Empty(typeof(NftExpression).Assembly.GetTypes().Where(type => type.BaseType == typeof(NftExpression)).Except(kinds).Except(unused).Select(type => type.Name));
    }

    [Fact]
    public void The_same_rows_by_our_own_messages_are_the_same_kernel()
    {
        using var theirs = RealKernel.NewNamespace();
        Replay.Onto(theirs);
        Assert.Equal(KernelText.Ours(Recorded), KernelText.Ours(theirs));

        using var ours = RealKernel.NewNamespace();
        Rebuild.From(Recorded, ours);
        var expected = KernelText.Ours(theirs).Where(line => !line.StartsWith("10.10.0.0/16", StringComparison.Ordinal)).ToList();
        Assert.Equal(expected, KernelText.Ours(ours));
        Assert.Equal(Objects(theirs), Objects(ours));
    }

    [Fact]
    public void The_fake_kernel_makes_the_same_of_our_messages_as_the_real_one()
    {
        using var real = RealKernel.NewNamespace();
        Rebuild.From(Recorded, real);
        var fake = new FakeKernel().NewNamespace();
        Rebuild.From(Recorded, fake);
        Assert.Equal(KernelText.Ours(real), KernelText.Ours(fake));
        Assert.Equal(Objects(real), Objects(fake));
    }

    private static IEnumerable<NftObjectRow> Objects(Namespaces.INetworkNamespace netns)
    {
        using var reader = NftReader.Open(netns);
        return [.. NftObjectRow.From(reader.Read(OurMark.NftablesTable)).OrderBy(row => $"{row.Key}", StringComparer.Ordinal)];
    }
}
