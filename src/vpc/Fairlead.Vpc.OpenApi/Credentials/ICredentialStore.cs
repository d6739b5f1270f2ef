namespace Fairlead.Vpc.OpenApi.Credentials;

/// <summary>The key pairs that the cloud knows, those of roles included. Asked once a call, from many threads.</summary>
public interface ICredentialStore
{
    /// <summary>Null where there is none of that id. A role's that has expired is still found, so that the caller is told so.</summary>
    AccessKey? Find(string accessKeyId);
}

/// <summary>One key pair of an account.</summary>
public sealed class StaticCredentials(AccessKey key) : ICredentialStore
{
    public AccessKey? Find(string accessKeyId) => accessKeyId == key.Id ? key : null;
}
