using System.Security.Cryptography;
using Fairlead.Testing.Clocks;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Credentials;
using Fairlead.Vpc.Storage;
using Fairlead.Vpc.Tests.Cloud;
using Microsoft.Data.Sqlite;

namespace Fairlead.Vpc.Tests.Storage;

/// <summary>A damaged file is an error that names it, never a new world; a torn tail is cut.</summary>
public sealed class DamageTests : IDisposable
{
    private const int Changes = 20;

    private readonly string _folder = Directory.CreateTempSubdirectory("fairlead-state-").FullName;

    private string Path => System.IO.Path.Combine(_folder, "cloud.state");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_torn_tail_is_cut()
    {
        MakeKilled();
        StateFileCopies.Change(Path + "-wal", bytes => bytes[..^100]);
        using var file = Open();
        Assert.Contains("is left out", file.Remark, StringComparison.Ordinal);
        Assert.Equal(2 + Changes - 1, file.State.Interfaces.Count);
    }

    [Fact]
    public void Damage_amid_the_changes_is_no_torn_tail()
    {
        MakeKilled();
        StateFileCopies.Change(Path + "-wal", bytes => Flipped(bytes, bytes.Length / 2));
        Assert.Contains($"{Path}-wal are damaged", Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_whose_beginning_is_damaged_is_told()
    {
        MakeKilled();
        StateFileCopies.Change(Path + "-wal", bytes => Flipped(bytes, 18));
        Assert.Contains($"{Path}-wal are damaged", Refused(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(50)]
    [InlineData(90)]
    public void A_file_that_was_cut_short_is_told(int percent)
    {
        MakeClosed();
        StateFileCopies.Change(Path, bytes => bytes[..(bytes.Length * percent / 100)]);
        Assert.StartsWith(Path, Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_flipped_bit_in_what_is_stored_is_told()
    {
        MakeClosed();
        var content = File.ReadAllBytes(Path);
        var at = content.AsSpan().IndexOf("172.16.10.11"u8);
        StateFileCopies.Change(Path, bytes => Flipped(bytes, at + 11));
        var said = Refused();
        Assert.StartsWith($"{Path} is damaged: row 20 of its table snapshot is damaged.", said, StringComparison.Ordinal);
        Assert.Contains("put a copy back", said, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_state_file_is_left_alone()
    {
        File.WriteAllText(Path, "hosts:\n- name: node-1\n" + new string('#', 5000));
        Assert.Equal($"{Path} is no state file, or its beginning is damaged", Refused());
        Assert.StartsWith("hosts:", File.ReadAllText(Path), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_programs_database_is_left_alone()
    {
        Sql("CREATE TABLE theirs (a)");
        Assert.Equal($"{Path} is a database of another program", Refused());
    }

    [Fact]
    public void Another_format_is_told()
    {
        MakeClosed();
        Sql("PRAGMA user_version = 2");
        Assert.Equal($"{Path} has format 2; this program reads and writes format 1", Refused());
    }

    [Fact]
    public void A_log_without_its_file_is_told()
    {
        MakeKilled();
        File.Delete(Path);
        Assert.Contains("belong together", Refused(), StringComparison.Ordinal);
        Assert.False(File.Exists(Path));
    }

    [Fact]
    public void A_log_that_is_gone_is_told_and_what_was_before_it_is_there()
    {
        MakeKilled();
        File.Delete(Path + "-wal");
        using var file = Open();
        Assert.Contains($"{Path}-wal is not there", file.Remark, StringComparison.Ordinal);
        Assert.Equal(2, file.State.Interfaces.Count);
    }

    [Fact]
    public void What_another_program_has_brought_in_is_there()
    {
        MakeKilled();
        Sql("SELECT 1");
        using var file = Open();
        Assert.Equal(2 + Changes, file.State.Interfaces.Count);
    }

    [Fact]
    public void A_missing_change_is_told()
    {
        MakeKilled();
        Sql("DELETE FROM journal WHERE seq = 7");
        Assert.StartsWith($"{Path} is damaged: change 7 is missing.", Refused(), StringComparison.Ordinal);
    }

    private static byte[] Flipped(byte[] bytes, int at)
    {
        bytes[at] ^= 0x04;
        return bytes;
    }

    private string Refused() => Assert.Throws<StateFileException>(Open).Message;

    private StateFile Open() => Open(Path);

    private static StateFile Open(string path) => StateFile.Open(path, new StateSeed(null, () => SmallCloud.State(), () => AccountKeys.Create("1234567890123456", RandomNumberGenerator.Create())));

    private void MakeClosed()
    {
        using var file = Open();
        Fill(file);
    }

    private void MakeKilled()
    {
        var other = System.IO.Path.Combine(_folder, "other");
        using var file = Open(other);
        Fill(file);
        StateFileCopies.Copy(other, Path);
    }

    private static void Fill(StateFile file)
    {
        using var cloud = new EmulatedCloud(file.State, new ManualClock(), file);
        for (var i = 0; i < Changes; i++)
        {
            cloud.Created(SmallCloud.Create());
        }
    }

    private void Sql(string text)
    {
        using var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }
}
