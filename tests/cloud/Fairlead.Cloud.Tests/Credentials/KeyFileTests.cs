using Fairlead.Cloud.Alibaba.Credentials;

namespace Fairlead.Cloud.Tests.Credentials;

public sealed class KeyFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fl-keys-").FullName;

    [Fact]
    public async Task Two_files_are_a_key_and_are_read_anew()
    {
        var source = new KeyFileSource(_folder);
        Write("access-key-id", "LTAIone\n");
        Write("access-key-secret", "first\n");
        Assert.Equal(("LTAIone", "first"), await KeyAsync(source));
        Write("access-key-id", "LTAItwo");
        Write("access-key-secret", "second");
        Assert.Equal(("LTAItwo", "second"), await KeyAsync(source));
    }

    [Fact]
    public async Task A_folder_without_the_pair_is_a_mistake_and_nobody_else_is_asked()
    {
        var source = new KeyFileSource(_folder);
        Assert.False((await FailAsync(source)).IsUnused);
        Assert.False((await FailAsync(new KeyFileSource(Path.Combine(_folder, "missing")))).IsUnused);
        Write("access-key-id", "LTAIone");
        var error = await FailAsync(source);
        Assert.False(error.IsUnused);
        Assert.Equal("access-key-secret is not there, but the other one is", error.Message);
    }

    [Theory]
    [InlineData("", "access-key-secret is empty")]
    [InlineData("a b", "access-key-secret has blanks or characters that no key has")]
    [InlineData("a\u0000b", "access-key-secret has blanks or characters that no key has")]
    public async Task A_file_that_is_no_key_is_said_so_without_quoting_it(string text, string message)
    {
        Write("access-key-id", "LTAIone");
        Write("access-key-secret", text);
        Assert.Equal(message, (await FailAsync(new KeyFileSource(_folder))).Message);
    }

    [Fact]
    public async Task A_file_of_any_length_is_not_read()
    {
        Write("access-key-id", "LTAIone");
        Write("access-key-secret", new string('x', 1 << 20));
        Assert.Equal("access-key-secret is longer than any key", (await FailAsync(new KeyFileSource(_folder))).Message);
    }

    [Fact]
    public async Task A_folder_where_a_file_should_be()
    {
        Write("access-key-id", "LTAIone");
        Directory.CreateDirectory(Path.Combine(_folder, "access-key-secret"));
        Assert.False((await FailAsync(new KeyFileSource(_folder))).IsUnused);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task<(string, string)> KeyAsync(KeyFileSource source)
    {
        var credential = await source.ReadAsync(default);
        return (credential.AccessKeyId, credential.AccessKeySecret.Reveal());
    }

    private static Task<CredentialSourceException> FailAsync(KeyFileSource source) => Assert.ThrowsAsync<CredentialSourceException>(() => source.ReadAsync(default));

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(_folder, file), text);
}
