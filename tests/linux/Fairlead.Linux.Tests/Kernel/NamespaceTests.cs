using Fairlead.Linux.Interop;
using Fairlead.Linux.Links;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Netlink;

namespace Fairlead.Linux.Tests.Kernel;

/// <summary>Namespaces of the real kernel: opened, verified, entered for a moment only.</summary>
public sealed class NamespaceTests
{
    [Fact]
    public void A_file_that_is_no_namespace_is_refused()
    {
        var file = Path.GetTempFileName();
        try
        {
            var error = Assert.Throws<KernelException>(() => NetworkNamespace.OpenPath(file));
            Assert.Equal(Errno.EINVAL, error.Code);
            Assert.Contains(file, error.Message);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("/proc/self/ns/mnt")]
    [InlineData("/proc/self/ns/uts")]
    public void A_namespace_of_another_kind_is_refused(string path) =>
        Assert.Equal(Errno.EINVAL, Assert.Throws<KernelException>(() => NetworkNamespace.OpenPath(path)).Code);

    [Fact]
    public void A_path_that_leads_nowhere_is_not_found() =>
        Assert.True(Assert.Throws<KernelException>(() => NetworkNamespace.OpenPath("/proc/self/ns/no-such")).IsNotFound);

    [Fact]
    public void Two_descriptors_of_one_namespace_are_the_same_and_two_namespaces_are_not()
    {
        using var one = NetworkNamespace.Current();
        using var same = NetworkNamespace.OpenPath("/proc/thread-self/ns/net");
        using var other = RealKernel.NewNamespace();
        Assert.Equal(one.Identity, same.Identity);
        Assert.NotEqual(one.Identity, other.Identity);
    }

    [Fact]
    public void The_thread_is_back_whatever_happened_inside()
    {
        using var netns = RealKernel.NewNamespace();
        using var before = NetworkNamespace.OpenPath("/proc/thread-self/ns/net");
        var inside = netns.Inside(() =>
        {
            using var there = NetworkNamespace.OpenPath("/proc/thread-self/ns/net");
            return there.Identity;
        });
        Assert.Equal(netns.Identity, inside);
        Assert.Throws<InvalidOperationException>(() => netns.Inside<int>(() => throw new InvalidOperationException()));
        using var after = NetworkNamespace.OpenPath("/proc/thread-self/ns/net");
        Assert.Equal(before.Identity, after.Identity);
    }

    [Fact]
    public async Task Any_number_of_threads_enter_at_once_and_each_sees_its_own()
    {
        using var own = NetworkNamespace.Current();
        var namespaces = Enumerable.Range(0, 8).Select(_ => RealKernel.NewNamespace()).ToList();
        try
        {
            await Parallel.ForEachAsync(Enumerable.Range(0, 400), (number, _) =>
            {
                var netns = namespaces[number % namespaces.Count];
                using var connection = new NetlinkConnection(netns.Open(NetlinkProtocol.Route));
                Assert.Null(LinkLookup.Find(connection, "eth0"));
                netns.WriteSysctl("net/ipv4/ip_forward", $"{number % 2}");
                using var here = NetworkNamespace.OpenPath("/proc/thread-self/ns/net");
                Assert.Equal(own.Identity, here.Identity);
                return ValueTask.CompletedTask;
            });
        }
        finally
        {
            namespaces.ForEach(netns => netns.Dispose());
        }
    }

    [Fact]
    public void A_socket_outlives_the_handle_and_stays_where_it_was_opened()
    {
        var netns = RealKernel.NewNamespace();
        var connection = new NetlinkConnection(netns.Open(NetlinkProtocol.Route));
        netns.Dispose();
        using var reader = new KernelReader(connection);
        Assert.Equal("lo", Assert.Single(reader.Links(), link => link.IsLoopback).Name);
        Assert.Throws<ObjectDisposedException>(() => netns.Open(NetlinkProtocol.Route));
    }
}
