using System.Security.Cryptography;
using Fairlead.Testing.Clocks;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Credentials;
using Fairlead.Vpc.Journal;
using Fairlead.Vpc.Storage;
using Fairlead.Vpc.Tests.Cloud;

namespace Fairlead.Vpc.Tests.Storage;

public sealed class StateFileTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("fairlead-state-").FullName;

    private string Path => System.IO.Path.Combine(_folder, "cloud.state");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_new_file_begins_with_the_seed_and_is_nobody_elses()
    {
        using var file = Open();
        Assert.Equal(CloudSnapshot.Write(SmallCloud.State()), CloudSnapshot.Write(file.State));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
        Assert.Null(file.Remark);
    }

    [Fact]
    public void An_empty_file_that_others_can_read_becomes_the_owners()
    {
        File.WriteAllText(Path, "");
        using var file = Open();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_restart_goes_on_where_it_was(bool isClean)
    {
        var first = Open();
        var (eni, expected) = Use(first);
        var (account, keys) = (first.Account, new KeyRing(first.Account, _clock, RandomNumberGenerator.Create(), first.Roles, first.Keep).Issue("role", "s", TimeSpan.FromHours(1)));
        var path = isClean ? Closed(first) : Copied();
        using var second = Open(path);
        Assert.Equal(expected, CloudSnapshot.Write(second.State));
        Assert.Equal(account.Secret, second.Account.Secret);
        Assert.Equal([keys], second.Roles);
        using var cloud = new EmulatedCloud(second.State, _clock, second, second.LastChange);
        Assert.Equal(eni, cloud.Created(SmallCloud.Create(addresses: 3, token: "once")));
        Assert.DoesNotContain(cloud.Created(SmallCloud.Create()), first.State.Interfaces.Keys);
        first.Dispose();
    }

    [Fact]
    public void What_is_under_way_goes_on()
    {
        var first = Open(settings: CloudSettings.Immediate with { Attach = DelayRange.Seconds(3, 8) });
        using (var cloud = new EmulatedCloud(first.State, _clock, first))
        {
            cloud.Call(SmallCloud.Attach(cloud.Created(SmallCloud.Create())));
        }

        first.Dispose();
        using var second = Open();
        using var later = new EmulatedCloud(second.State, _clock, second, second.LastChange);
        Assert.Equal(first.State.NextDue, later.State.NextDue);
        later.Elapse();
        _clock.Advance(TimeSpan.FromSeconds(8));
        Assert.Equal(3, later.State.Interfaces.Values.Count(eni => eni.Status == Topology.InterfaceStatus.InUse));
    }

    [Fact]
    public void Many_changes_become_a_snapshot()
    {
        var file = Open();
        using (var cloud = new EmulatedCloud(file.State, _clock, file))
        {
            var eni = cloud.Created(SmallCloud.Create());
            for (var i = 0; i < 2500; i++)
            {
                Assert.Null(cloud.Call(new ModifyNetworkInterfaceAttribute { RegionId = CloudSeed.Region, NetworkInterfaceId = eni, Description = $"change {i}" }).Error);
            }
        }

        var expected = CloudSnapshot.Write(file.State);
        using (var copy = Open(Copied()))
        {
            Assert.Equal(expected, CloudSnapshot.Write(copy.State));
        }

        file.Dispose();
        Assert.False(File.Exists(Path + "-wal"));
    }

    [Fact]
    public void Two_at_a_time_are_refused()
    {
        using var first = Open();
        Assert.Equal($"{Path} is in use by another process", Assert.Throws<StateFileException>(() => Open()).Message);
    }

    [Fact]
    public void Another_topology_is_refused_and_none_goes_on()
    {
        Open(origin: "one").Dispose();
        Assert.Contains("made from another topology", Assert.Throws<StateFileException>(() => Open(origin: "two")).Message, StringComparison.Ordinal);
        Open(origin: null).Dispose();
        Open(origin: "one").Dispose();
    }

    [Fact]
    public void A_path_that_cannot_be_is_told()
    {
        Assert.StartsWith($"{_folder} is a folder", Assert.Throws<StateFileException>(() => Open(_folder)).Message, StringComparison.Ordinal);
        Assert.Contains("none/x cannot be used", Assert.Throws<StateFileException>(() => Open(_folder + "/none/x")).Message, StringComparison.Ordinal);
    }

    private StateFile Open(string? path = null, string? origin = null, CloudSettings? settings = null) =>
        StateFile.Open(path ?? Path, new StateSeed(origin, () => SmallCloud.State(settings), () => AccountKeys.Create("1234567890123456", RandomNumberGenerator.Create())));

    private (string Eni, string State) Use(StateFile file)
    {
        using var cloud = new EmulatedCloud(file.State, _clock, file);
        var eni = cloud.Created(SmallCloud.Create(addresses: 3, token: "once"));
        cloud.Call(SmallCloud.Attach(eni));
        _clock.Advance(TimeSpan.FromSeconds(1));
        cloud.Vanish(cloud.Created(SmallCloud.Create()));
        cloud.Use(cloud.State.Settings with { RouteEntryQuota = 7 });
        cloud.Call(SmallCloud.Assign(eni, 2));
        return (eni, CloudSnapshot.Write(cloud.State));
    }

    private static string Closed(StateFile file)
    {
        file.Dispose();
        return file.Path;
    }

    // As kill -9 leaves it.
    private string Copied() => StateFileCopies.Copy(Path, System.IO.Path.Combine(_folder, "copy"));
}
