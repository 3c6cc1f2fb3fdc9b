"""How right the graph is on outside corpora: accuracy.py {fakes,re3d,muc4} FILE.

The work is in the package ``accuracy`` beside this file, the schemes of the corpora in ``mapping``.
"""

import sys

from accuracy.command import main

if __name__ == "__main__":
    sys.exit(main())
