"""Keep the present release (`make keep-release`)."""

from tests.releases.keeping import keep

if __name__ == "__main__":
    keep()
